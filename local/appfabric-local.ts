#!/usr/bin/env node
import './older-node';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { AppFabricEndpoint } from './appfabric/endpoint';
import { parseScenario, ScenarioError } from './scenario';
import { isFromOtherWebsite } from './stack/own-website';

const USAGE = `Usage: appfabric-local [scenario.json] [--port 4567]

Serves AWS AppFabric's operations for user access on this machine, with the answers of a scenario.
Without a file, the scenario is the example company of the package.

  --port <port>  The port. 0 is any free port. (default: 4567)
  --version      Show the version.
  --help         Show this help.
`;

/** A mistake in the command line or in the scenario. */
class Mistake extends Error {}

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

function commandLine(argv: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '4567' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (positionals.length > 1) throw new Mistake(`Give one scenario, not ${positionals.length}. See --help.`);
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535)
      throw new Mistake('--port must be a whole number from 0 to 65535.');
    return { ...values, port, file: positionals[0] };
  } catch (error) {
    throw error instanceof Mistake ? error : new Mistake((error as Error).message);
  }
}

function scenarioIn(file: string | undefined) {
  if (file === undefined) return parseScenario(text('../scenarios/example-company.json'), 'the example company');
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Mistake(`The scenario can't be read: ${(error as Error).message}`);
  }
  return parseScenario(content, file);
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
  else if (options.version) process.stdout.write(`${JSON.parse(text('../package.json')).version}\n`);
  else serve(options);
} catch (error) {
  if (!(error instanceof Mistake || error instanceof ScenarioError)) throw error;
  fail(error.message, 2);
}
