/** Every flag of the command, in the order of the help. A command names those that it takes. */
export const OPTIONS = {
  local: { about: 'The stack on this machine, with its table in the data folder.' },
  outputs: { value: 'FILE', about: 'What `cdk deploy --outputs-file FILE` wrote.' },
  stack: { value: 'NAME', about: 'The stack in the outputs file, when several have a scanner.' },
  'state-machine': { value: 'ARN', about: 'The state machine (or USER_ACCESS_STATE_MACHINE_ARN).' },
  table: { value: 'NAME', about: 'The table (or USER_ACCESS_TABLE).' },
  region: { value: 'REGION', about: "The AWS Region; otherwise the state machine's, or the SDK's." },
  profile: { value: 'NAME', about: 'The profile of your AWS configuration.' },
  'task-ids': { value: 'ID,ID,…', about: 'Collect tasks that somebody already started.' },
  'scan-id': { value: 'ID', about: 'The id of the new scan; otherwise one is made.' },
  scenario: { value: 'FILE', about: 'What the local AppFabric answers (docs/scenario.md).' },
  data: { value: 'DIR', about: 'The folder of the local table (default .user-access).' },
  'scan-timeout': { value: 'SECONDS', about: 'The scan timeout of the local stack (default 1800).' },
  port: { value: 'PORT', about: 'The port of the endpoint (default 4566; 0 takes a free one).' },
  tenant: { value: 'ID', about: 'Only this tenant of the app.' },
  status: { value: 'STATUS', about: 'running, completed or failed; otherwise all three.' },
  limit: { value: 'N', about: 'Stop after so many.' },
  json: { about: 'Print JSON.' },
  csv: { about: 'Print comma-separated values.' },
  debug: { about: 'Show the stack trace of an error, and what local functions log.' },
  help: { about: 'Show this help.' },
  version: { about: 'Show the version.' },
} as const satisfies Record<string, OptionSpec>;

export interface OptionSpec {
  /** What the help calls the value; without it the flag takes none. */
  readonly value?: string;
  readonly about: string;
}

export type OptionName = keyof typeof OPTIONS;

export type Options = {
  readonly [Name in OptionName]?: (typeof OPTIONS)[Name] extends { value: string } ? string : boolean;
};

/** Those that tell where a scanner is. */
export const WHERE: readonly OptionName[] = [
  'local',
  'outputs',
  'stack',
  'state-machine',
  'table',
  'region',
  'profile',
  'data',
];

/** Those that every command takes. */
export const ALWAYS: readonly OptionName[] = ['debug', 'help', 'version'];

export const optionNames = Object.keys(OPTIONS) as OptionName[];

export const isOption = (name: string): name is OptionName => Object.hasOwn(OPTIONS, name);

export const takesValue = (name: OptionName): boolean => 'value' in OPTIONS[name];
