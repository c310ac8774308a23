import { isTaskId } from '../lambda/scan/request';
import { VERDICTS } from '../lib/contract/access/access';
import type { Verdict } from '../results';
import { choose, typedName } from './choices';
import { durationOf, timeOf } from './durations';
import { mistake } from './errors';
import { FORMATS, type Format } from './format';
import { printable } from './print/printable';

const flag = (flags: string, about: string) => ({ flags, about, parse: (): true => true });

const text = (flags: string, about: string) => ({ flags, about, parse: (value: string) => value });

const wholeNumber = (flags: string, about: string, min: number, max = Number.MAX_SAFE_INTEGER) => ({
  flags,
  about,
  parse: (value: string) => {
    if (/^\d+$/.test(value) && Number(value) >= min && Number(value) <= max) return Number(value);
    const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
    throw mistake(`${flags.split(' ')[0]} must be a whole number ${range}.`);
  },
});

const duration = (flags: string, about: string) => ({
  flags,
  about,
  parse: (value: string) => durationOf(flags.replace(/ .*/, ''), value),
});

/** Anything but CLEAR, which is what a scan hopes for. */
const TO_FAIL_ON = VERDICTS.filter((verdict) => verdict !== 'CLEAR');

/** The flags that specify the scanner. */
const LOCATION = {
  local: flag('--local', 'The stack on this machine, with its table in the data folder.'),
  outputs: text('--outputs <file>', 'The file that `cdk deploy --outputs-file` wrote.'),
  stack: text('--stack <name>', 'The stack in the outputs file, when several have a scanner.'),
  stateMachine: text('--state-machine <arn>', 'The state machine (or USER_ACCESS_STATE_MACHINE_ARN).'),
  watchStateMachine: text(
    '--watch-state-machine <arn>',
    'The state machine that watches (or USER_ACCESS_WATCH_STATE_MACHINE_ARN).',
  ),
  table: text('--table <name>', 'The table (or USER_ACCESS_TABLE).'),
  region: text('--region <region>', "The AWS Region (default: the state machine's, or the SDK's)."),
  profile: text('--profile <name>', 'The profile in your AWS configuration.'),
  data: text('--data <folder>', 'The folder of the local table (default: .user-access, with --speed none).'),
};

/** All flags, in the order of the help. The keys are commander's names for the values. */
export const OPTIONS = {
  ...LOCATION,
  taskIds: {
    ...text('--task-ids <ids>', 'Collect tasks that are already started (ids, separated by commas).'),
    parse: (value: string) => value.split(',').map((id) => taskId(id.trim())),
  },
  scanId: { ...text('--scan-id <id>', 'The id of the new scan (default: a generated id).'), parse: scanId },
  scenario: text(
    '--scenario <file>',
    'What the local AppFabric answers: a file (docs/scenario.md), or leaving-employee.',
  ),
  scanTimeout: wholeNumber('--scan-timeout <seconds>', "The local stack's scan timeout (default: 1800).", 1, 86_400),
  failOn: {
    ...text('--fail-on <verdicts>', 'End with exit code 3 if the verdict is one of these, separated by commas'),
    choices: TO_FAIL_ON.map(typedName),
    parse: (value: string): readonly Verdict[] =>
      value.split(',').map((part) => choose('--fail-on', part.trim(), TO_FAIL_ON)),
  },
  dueIn: duration('--due-in <duration>', 'When the watch is overdue, after its start (default: 24h).'),
  giveUpAfter: duration('--give-up-after <duration>', 'When the watch ends in any case (default: 30d).'),
  cadence: {
    ...text('--cadence <durations>', 'The waits after each scan, the last one repeated (default: 1h,4h,12h,1d).'),
    parse: (value: string) => value.split(',').map((wait) => durationOf('--cadence', wait.trim())),
  },
  notFoundIsClear: flag('--not-found-is-clear', 'End the watch if nobody by that address is found, too.'),
  follow: flag('--follow', 'Show what happens until the watch ends.'),
  yes: flag('--yes', 'Do not ask.'),
  dryRun: flag('--dry-run', 'Only show what would be deleted.'),
  port: wholeNumber('--port <port>', 'The port of the endpoint (default: 4566; 0 for any free port).', 0, 65_535),
  speed: wholeNumber(
    '--speed <number>',
    'How many times faster time passes on the local stack while it only waits (default: 1).',
    1,
    1_000_000,
  ),
  app: text('--app <app>', 'The app, as AppFabric names it, such as SLACK.'),
  tenant: text('--tenant <id>', 'Only this tenant of the app.'),
  since: {
    ...text('--since <time>', 'Only what was recorded since this time (2026-11-01, or 7d for 7 days ago).'),
    parse: (value: string) => timeOf('--since', value),
  },
  status: text('--status <status>', 'Only those with this status'),
  verdict: {
    ...text('--verdict <verdict>', 'Only people with this verdict'),
    choices: VERDICTS.map(typedName),
    parse: (value: string): Verdict => choose('--verdict', value, VERDICTS),
  },
  overdue: flag('--overdue', 'Only watches that are overdue.'),
  limit: wholeNumber('--limit <number>', 'Show at most this many.', 1),
  output: {
    ...text('-o, --output <format>', 'The format of the output, a table by default'),
    choices: FORMATS,
    parse: (value: string): Format => choose('--output', value, FORMATS),
  },
  json: flag('--json', 'The same as --output json.'),
  csv: flag('--csv', 'The same as --output csv.'),
  watch: flag('--watch', 'Show it again and again, until you press Ctrl-C.'),
  interval: wholeNumber('--interval <seconds>', 'The time between two views with --watch (default: 5).', 1, 3_600),
  verbose: flag('-v, --verbose', 'Show the stack trace of an error, and what local functions log.'),
  debug: flag('--debug', 'The same as --verbose.'),
  noColor: flag('--no-color', 'Print without color.'),
};

export type OptionName = keyof typeof OPTIONS;

/** The options as they are typed. */
export type TypedOptions = { readonly [Name in OptionName]?: ReturnType<(typeof OPTIONS)[Name]['parse']> };

/** The options of a command, without the short forms of others. */
export type Options = Omit<TypedOptions, 'json' | 'csv' | 'debug'>;

export const optionNames = Object.keys(OPTIONS) as OptionName[];

/** The flag as it is typed, such as `--state-machine`. */
export const flagOf = (name: OptionName): string => /--[\w-]+/.exec(OPTIONS[name].flags)?.[0] ?? '';

/** The values that an option can have, as they are typed. Undefined if it can have any. */
export const choicesOf = (name: OptionName): readonly string[] | undefined =>
  (OPTIONS[name] as { readonly choices?: readonly string[] }).choices;

export const LOCATION_OPTIONS = Object.keys(LOCATION) as readonly (keyof typeof LOCATION)[];

/** The flags of commands that print lists. */
export const OUTPUT_OPTIONS: readonly OptionName[] = ['output', 'json', 'csv'];

/** The flags of all commands that read the table. */
export const READING_OPTIONS: readonly OptionName[] = [...LOCATION_OPTIONS, ...OUTPUT_OPTIONS, 'watch', 'interval'];

/** The flags that every command has. */
export const COMMON_OPTIONS: readonly OptionName[] = ['verbose', 'debug', 'noColor'];

/** Flags that can't be used together. */
export const CONFLICTS: { readonly [Name in OptionName]?: OptionName[] } = {
  local: ['outputs', 'stateMachine', 'watchStateMachine', 'table', 'region', 'profile'],
  outputs: ['stateMachine', 'watchStateMachine', 'table'],
};

function taskId(value: string): string {
  if (isTaskId(value)) return value;
  throw mistake(`--task-ids takes task ids, which are UUIDs in lower case, not ${printable(value) || 'nothing'}.`);
}

/** A scan's id is its execution's name. */
function scanId(value: string): string {
  if (/^[A-Za-z0-9_-]{1,80}$/.test(value)) return value;
  throw mistake('--scan-id must be 1 to 80 letters, digits, hyphens (-) or underscores (_).');
}
