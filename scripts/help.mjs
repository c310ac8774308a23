// npm run help: what each script does.
import './check-node.mjs';

export const SCRIPTS = {
  start: 'Run a scan on this machine, or any command of user-access: npm start -- --help',
  test: 'Build, check the types, and run all tests',
  'test:fast': 'Check the types and run the tests that need no build, in less than 30 s',
  'test:packages': 'Pack the packages, install them from the registry, and use them with the oldest and the newest CDK',
  'test:languages': 'Synthesize the same stack from Python, Java and Go as from TypeScript',
  lint: 'Check the format, the lint rules and the types',
  types: 'Check the types',
  format: 'Fix the format and what the lint rules can fix',
  build: 'Build the library, the bundles, the command and the reader, and synthesize the example app',
  synth: 'Synthesize the example app (bin/app.ts) into cdk.out/',
  'release-template': 'Store the template of a release, with which the next one is compared',
  integ:
    'Deploy a scanner in your AWS account, scan a person, and delete it; -- --check and -- --update need no account',
  languages: 'Make the packages for Python, Java, Go and .NET in dist/jsii/, or some: -- --targets python java',
  'api-reference': 'Generate API.md from the docstrings in lib/',
  compatibility: 'Compare the API of the construct with that of the last release',
  schemas: 'Generate schemas/*.json from the event types in lib/contract/events.ts',
  diagram: 'Draw the synthesized state machines into the README and docs/watching.md',
  picture: 'Take the picture of the page of serve that the README shows (on Linux on x64)',
  simulate: 'Run the fault simulator: npm run simulate -- --seeds 1000, or -- --help',
  mutate:
    'Break lambda/ in one place at a time, and show what no test notices: npm run mutate -- lambda/scan/pacing.ts',
  bench: 'Run the benchmarks and write docs/benchmarks.md; -- --quick prints a short run',
  analyze: "Show what is in a function's bundle: npm run analyze -- poll-tasks",
  'explain-stack': "Translate a stack trace from a function's log: npm run explain-stack -- poll-tasks < trace.txt",
  help: 'Show this list',
};

const widest = Math.max(...Object.keys(SCRIPTS).map((name) => name.length));
console.log('Run a script with `npm run <name>`; `npm start` and `npm test` need no `run`.\n');
for (const [name, about] of Object.entries(SCRIPTS)) console.log(`  ${name.padEnd(widest)}  ${about}`);
