import { groupBy } from '../group-by';
import { type CommandWords, spellings, type Values, withValue } from './words';

/** For version 3.2 too, which macOS has. */
export const bashCompletion = (words: readonly CommandWords[]): string => `\
# Completion of user-access in bash. To load it, run: eval "$(user-access completion bash)"
_user_access() {
  local IFS=$' \\t\\n' word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command='' prefix='' choices options at
  COMPREPLY=()
  # Bash reads --output=json as three words.
  if [[ $word == '=' ]]; then word=''; elif [[ $before == '=' ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      ${withValue(words).join(' | ')})
        ((at++))
        if [[ \${COMP_WORDS[at]} == '=' ]]; then ((at++)); fi ;;
      -*) ;;
      *) command=\${COMP_WORDS[at]}; break ;;
    esac
  done
  case $command:$before in
${valueCases(words).join('\n')}
    *)
      case $command in
${words.map(commandCase).join('\n')}
        *) return ;;
      esac
      if [[ $word == -* ]]; then choices=$options; fi ;;
  esac
  COMPREPLY=($(compgen -P "$prefix" -W "$choices" -- "$word"))
}
complete -F _user_access user-access
`;

function commandCase({ name, options, argument }: CommandWords): string {
  const choices = argument && 'choices' in argument ? argument.choices.join(' ') : '';
  return `        ${name || "''"}) options='${options.flatMap(spellings).join(' ')}' choices='${choices}' ;;`;
}

/** One case for all options with the same values. */
function valueCases(words: readonly CommandWords[]): string[] {
  const valued = words.flatMap(({ name, options }) =>
    options.flatMap((option) => {
      const { values } = option;
      return values ? spellings(option).map((flag) => ({ pattern: `${name}:${flag}`, action: actionFor(values) })) : [];
    }),
  );
  return [...groupBy(valued, ({ action }) => action)].map(
    ([action, cases]) => `    ${cases.map(({ pattern }) => pattern).join(' | ')})\n      ${action} ;;`,
  );
}

function actionFor(values: Values): string {
  switch (values.kind) {
    case 'choice':
      return `choices='${values.choices.join(' ')}'`;
    case 'list':
      return `choices='${values.choices.join(' ')}' prefix=\${word%"\${word##*,}"} word=\${word##*,}`;
    case 'file':
      return files('-f');
    case 'folder':
      return files('-d');
    case 'any':
      return 'return';
  }
}

/** The names can have spaces. */
const files = (flag: string) =>
  `IFS=$'\\n'; compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen ${flag} -- "$word")); return`;
