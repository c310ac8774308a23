import { Command, InvalidArgumentError, Option } from 'commander';
import { MUTATIONS } from './mutations/mutations';
import { SCENARIOS } from './scenarios/scenarios';

export interface Options {
  /** Replays one seed with its timeline. */
  readonly seed?: number;
  readonly from: number;
  readonly seeds: number;
  /** The seeds plan watches instead of scans. */
  readonly watches?: boolean;
  readonly json?: boolean;
  readonly jobs: number;
  readonly scenarios?: boolean;
  /** Runs these scenarios; a single one with its timeline. */
  readonly scenario?: readonly string[];
  readonly mutations?: boolean;
  readonly mutation?: readonly string[];
}

/** Ends the process when the arguments are not valid. */
export const readOptions = (args: readonly string[], processors: number): Options =>
  new Command('npm run simulate --')
    .addOption(numberOption('seed', 'replay one seed, with a timeline').conflicts(['seeds', 'from']))
    .addOption(numberOption('seeds', 'run this many seeds').default(1000))
    .addOption(numberOption('from', 'begin at this seed').default(1))
    .option('--watches', 'let the seeds plan people who are watched for days')
    .option('--scenarios', 'run every scenario that was made by hand')
    .option('--scenario <name>', 'run one, with a timeline', oneOf('scenario', Object.keys(SCENARIOS)))
    .option('--mutations', 'break the code in many ways; each must be found')
    .option(
      '--mutation <name>',
      'break it in one',
      oneOf(
        'mutation',
        MUTATIONS.map(({ name }) => name),
      ),
    )
    .option('--json', 'print one JSON object to standard output')
    .addOption(numberOption('jobs', 'run this many processes').default(processors, 'one for each processor'))
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse(args, { from: 'user' })
    .opts();

const oneOf =
  (kind: string, known: readonly string[]) =>
  (name: string, names: string[] = []) => {
    if (known.includes(name)) return [...names, name];
    throw new InvalidArgumentError(`There is no such ${kind}. Run all with --${kind}s to see their names.`);
  };

const numberOption = (name: string, description: string) =>
  new Option(`--${name} <n>`, description).argParser((value) => {
    if (/^[1-9]\d{0,14}$/.test(value)) return Number(value);
    throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  });
