import { groupBy } from '../group-by';
import { type CommandWords, type OptionWords, type Values, withValue } from './words';

export const fishCompletion = (words: readonly CommandWords[]): string => `\
# Completion of user-access in fish. To load it, run: user-access completion fish | source
function __user_access_command
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        switch $words[1]
            case ${withValue(words).join(' ')}
                set -e words[1]
            case '-*'
            case '*'
                echo $words[1]
                return
        end
        set -e words[1]
    end
    echo none
end
function __user_access_in
    contains -- (__user_access_command) $argv
end
complete -c user-access -f
${[...words.slice(1).map(nameLine), ...words.slice(1).flatMap(argumentLine), ...optionLines(words)].join('\n')}
`;

/** `none` is what the function above says before a command is typed. */
const inCommands = (names: readonly string[]) =>
  `complete -c user-access -n ${quoted(`__user_access_in ${names.map((name) => name || 'none').join(' ')}`)}`;

const nameLine = ({ name, summary }: CommandWords) => `${inCommands([''])} -a ${name} -d ${quoted(summary)}`;

const argumentLine = ({ name, argument }: CommandWords): string[] =>
  argument && 'choices' in argument ? [`${inCommands([name])} -a ${quoted(argument.choices.join(' '))}`] : [];

/** One line for an option that is the same in several commands. */
function optionLines(words: readonly CommandWords[]): string[] {
  const given = words.flatMap(({ name, options }) => options.map((option) => ({ name, spec: optionSpec(option) })));
  return [...groupBy(given, ({ spec }) => spec)].map(
    ([spec, commands]) => `${inCommands(commands.map(({ name }) => name))} ${spec}`,
  );
}

function optionSpec({ short, long, about, values }: OptionWords): string {
  const letter = short ? ` -s ${short.slice(1)}` : '';
  return `-l ${long.slice(2)}${letter}${values ? ` ${actionFor(values)}` : ''} -d ${quoted(about)}`;
}

function actionFor(values: Values): string {
  switch (values.kind) {
    case 'choice':
      return `-x -a ${quoted(values.choices.join(' '))}`;
    case 'list':
      return `-x -a ${quoted(`(__fish_append , ${values.choices.join(' ')})`)}`;
    case 'file':
      return '-r -F';
    case 'folder':
      return `-x -a ${quoted('(__fish_complete_directories)')}`;
    case 'any':
      return '-x';
  }
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
