#!/usr/bin/env node
import './older-node';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { AppFabricEndpoint } from './appfabric/endpoint';
import { cannotRead } from './cannot-read';
import { didYouMean } from './nearest';
import { parseScenario, ScenarioError } from './scenario';
import { isFromOtherWebsite } from './stack/own-website';

const USAGE = `Usage: appfabric-local [scenario] [--port 4567]

Serves AWS AppFabric's operations for user access on this machine, with the answers of a scenario: a file, or an example of
the package, example-company (the default) or leaving-employee.

  --port <port>  The port. 0 is any free port. (default: 4567)
  -v, --version  Show the version.
  -h, --help     Show this help.
`;
const OPTIONS = ['--port', '--version', '--help'];

/** A mistake in the command line or in the scenario. */
class Mistake extends Error {}

const inPackage = (path: string) => new URL(`../${path}`, import.meta.url);
const text = (path: string) => readFileSync(inPackage(path), 'utf8');

function commandLine(argv: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '4567' },
        version: { type: 'boolean', short: 'v' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (positionals.length > 1) throw new Mistake(`Give one scenario, not ${positionals.length}. See --help.`);
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535)
      throw new Mistake('--port must be a whole number from 0 to 65535.');
    return { ...values, port, file: positionals[0] };
  } catch (error) {
    throw error instanceof Mistake ? error : new Mistake(sentenceOf(error as NodeJS.ErrnoException));
  }
}

/** Says what Node.js found in the words of the command `user-access`. */
function sentenceOf({ code, message }: NodeJS.ErrnoException): string {
  const [, option = ''] = /'(?:-\w, )?(--?[^ ']+)/.exec(message) ?? [];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return `Unknown option ${option}.${didYouMean(option, OPTIONS, ' See --help.')}`;
  return /does not take/.test(message) ? `${option} takes no value.` : `${option} needs a value.`;
}

function scenarioIn(file = 'example-company') {
  const example = `scenarios/${file}.json`;
  if (/^[a-z-]+$/.test(file) && existsSync(inPackage(example))) return parseScenario(text(example), file);
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Mistake(cannotRead(file, error, exampleMeant(file)));
  }
  return parseScenario(content, file);
}

function exampleMeant(file: string): string {
  const withoutEnding = (name: string) => name.replace(/\.json$/, '');
  return didYouMean(withoutEnding(file), readdirSync(inPackage('scenarios')).map(withoutEnding));
}

function serve({ port, file }: { port: number; file?: string }): void {
  const scenario = scenarioIn(file);
  const endpoint = new AppFabricEndpoint(scenario, { now: Date.now, randomUUID });
  const server = createServer((request, response) => {
    if (isFromOtherWebsite(request)) response.writeHead(403).end();
    else void endpoint.handle(request, response);
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    fail(error.code === 'EADDRINUSE' ? `Port ${port} is in use. Choose another with --port.` : error.message);
  });
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;
    process.stdout.write(`export AWS_ENDPOINT_URL_APPFABRIC=${url}\n`);
    process.stderr.write(
      [
        `Serving AppFabric with the app bundle ${scenario.appBundleArn}.`,
        'Paste the line above into another shell, which also needs a Region and credentials: any will do.',
        'To stop, press Ctrl-C.\n',
      ].join('\n'),
    );
  });
}

function fail(message: string, exitCode = 1): void {
  process.stderr.write(`appfabric-local: ${message}\n`);
  process.exitCode = exitCode;
}

try {
  const options = commandLine(process.argv.slice(2));
  if (options.help) process.stdout.write(USAGE);
  else if (options.version) process.stdout.write(`${JSON.parse(text('package.json')).version}\n`);
  else serve(options);
} catch (error) {
  if (!(error instanceof Mistake || error instanceof ScenarioError)) throw error;
  fail(error.message, 2);
}
