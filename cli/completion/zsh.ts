import type { CommandWords, OptionWords, Values } from './words';

export const zshCompletion = ([before, ...commands]: readonly CommandWords[]): string => `\
#compdef user-access
# Completion of user-access in zsh. To load it, run this after compinit: eval "$(user-access completion zsh)"
_user_access() {
  local curcontext=$curcontext state line
  local -A opt_args
  local -a commands
  _arguments -C -s -S \\
    ${[...(before?.options ?? []).map(optionSpec), "'1: :->command'", "'*:: :->words'"].join(' \\\n    ')}
  case $state in
    command)
      commands=(
        ${commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join('\n        ')}
      )
      _describe -t commands command commands ;;
    words)
      curcontext=\${curcontext%:*:*}:user-access-$words[1]:
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}
if [[ $funcstack[1] == _user_access ]]; then _user_access "$@"; else compdef _user_access user-access; fi
`;

function commandCase({ name, options, argument }: CommandWords): string {
  const specs = [...options.map(optionSpec), ...(argument ? [quoted(`1: :${actionFor(argument)}`)] : [])];
  return `        ${name})\n          _arguments -s -S \\\n            ${specs.join(' \\\n            ')} ;;`;
}

/** Such as `'(-o --output)'{-o+,--output=}'[The format]: :(table json)'`. */
function optionSpec({ short, long, about, values }: OptionWords): string {
  const sign = values ? '=' : '';
  const rest = `[${about.replace(/[[\]\\]/g, '\\$&')}]${values ? `: :${actionFor(values)}` : ''}`;
  if (short === undefined) return quoted(`${long}${sign}${rest}`);
  return `'(${short} ${long})'{${short}${values ? '+' : ''},${long}${sign}}${quoted(rest)}`;
}

function actionFor(values: Values): string {
  switch (values.kind) {
    case 'choice':
      return `(${values.choices.join(' ')})`;
    case 'list':
      return `_values -s , value ${values.choices.join(' ')}`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'any':
      return ' ';
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
