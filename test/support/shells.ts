import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Shell = 'bash' | 'zsh' | 'fish';

export const isInstalled = (shell: Shell): boolean => spawnSync(shell, ['--version']).status === 0;

/** Where the shell runs, and which script it has loaded. */
interface Loaded {
  readonly cwd: string;
  readonly script: string;
}

/** What the command line is after the Tab key, if there is only one way to complete it. Otherwise, as it was. */
export function afterTab(shell: Shell, line: string, loaded: Loaded): string {
  if (shell === 'zsh') return afterTabInZsh(line, loaded);
  const found = candidates(shell, line, loaded);
  // Bash completes what is after the equals sign only.
  const typed = shell === 'bash' ? line.replace(/[^ =]*$/, '') : line.replace(/[^ ]*$/, '');
  return found.length === 1 ? `${typed}${found[0]}` : line;
}

/** Everything that the last word of the command line can be. */
export function candidates(shell: 'bash' | 'fish', line: string, { cwd, script }: Loaded): string[] {
  const [program, ...args] =
    shell === 'bash'
      ? ['--norc', '-c', `${script}\n${bashProgram(line)}`]
      : ['--no-config', '-c', `${script}\ncomplete -C "$argv"`, '--', `user-access ${line}`];
  const env = { PATH: process.env.PATH, HOME: cwd, LANG: 'C.UTF-8' };
  const output = execFileSync(shell, [program ?? '', ...args], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  return output.split('\n').flatMap((candidate) => candidate.split('\t')[0] || []);
}

function bashProgram(line: string): string {
  const words = [
    'user-access',
    ...line.split(' ').flatMap((word) => word.split(/(=)/).filter((part, at) => part || at === 0)),
  ];
  const list = words.map((word) => `'${word}'`).join(' ');
  return `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _user_access; printf '%s\\n' "\${COMPREPLY[@]}"`;
}

/** Types the line and the Tab key into an interactive zsh. */
function afterTabInZsh(line: string, { cwd, script }: Loaded): string {
  const setup = join(cwd, '.setup.zsh');
  writeFileSync(
    setup,
    [
      'autoload -Uz compinit && compinit -u -D',
      script,
      'unsetopt beep list_beep auto_menu auto_list prompt_sp',
      'user-access() { print -r -- "<$*>" }; PS1=\'\'',
    ].join('\n'),
  );
  const driver = [
    'zmodload zsh/zpty',
    "zpty shell 'zsh -f -i'",
    `zpty -w shell 'source ${setup}; print READ''Y'`,
    'zpty -r -m shell seen "*READY*"',
    `zpty -w -n shell ${JSON.stringify(`user-access ${line}`)}$'\\t\\n'`,
    'zpty -r -m shell seen "*<*>*"',
    'print -r -- $seen; zpty -d shell',
  ].join('\n');
  const env = { PATH: process.env.PATH, HOME: cwd, LANG: 'C.UTF-8', TERM: 'dumb' };
  const output = execFileSync('zsh', ['-f', '-c', driver], { cwd, env, encoding: 'utf8', timeout: 20_000 });
  return (/<(.*)>/.exec(output)?.[1] ?? '').trim();
}
