import { choose } from '../choices';
import { bashCompletion } from '../completion/bash';
import { fishCompletion } from '../completion/fish';
import { wordsOf } from '../completion/words';
import { zshCompletion } from '../completion/zsh';
import { ExitCode } from '../errors';
import type { CommandDefinition } from './command';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };
const SHELLS = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

/** `commands` returns all commands, of which this is one. */
export const completionOf = (commands: () => readonly CommandDefinition[]): CommandDefinition => ({
  usage: 'completion <shell>',
  summary: 'Print a script that lets your shell complete commands, options and values.',
  options: [],
  values: SHELLS,
  notes: [
    'The shell is bash, zsh or fish. To load the script in bash or zsh, run: eval "$(user-access completion bash)". In fish,',
    'run: user-access completion fish | source. To have it in every shell, put this line into ~/.bashrc, into ~/.zshrc after',
    'compinit, or into ~/.config/fish/config.fish. Completion asks no service, so it knows no people, apps and scans.',
  ],
  examples: ['completion bash', 'completion zsh', 'completion fish'],
  async run(argument = '', _options, { stdout }) {
    stdout.write(SCRIPTS[choose('The shell', argument, SHELLS)](wordsOf(commands())));
    return ExitCode.DONE;
  },
});
