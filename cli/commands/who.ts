import { nearest } from '../../local/scenario/nearest';
import type { Task as Result, UserAccessResults } from '../../results';
import { ExitCode } from '../errors';
import { note } from '../notes';
import type { Options } from '../options';
import { printList } from '../output';
import { all } from '../read';
import { withSession } from '../session';
import { limitOf } from '../values';
import { accountsView } from '../views/standings';
import { whereIsTheScanner } from '../where';
import type { World } from '../world';
import { type Command, READING } from './command';

export const who: Command = {
  name: 'who',
  summary: 'Who has an account in an app.',
  forms: ['<app>', '<app> --tenant ID'],
  words: { least: 1, most: 1 },
  options: ['tenant', 'limit', ...READING],
  notes: 'Apps and tenants are written as AppFabric writes them, such as SLACK.',
  examples: ['who SLACK --local', 'who SLACK --tenant T0123 --outputs outputs.json --json'],
  run,
};

async function run([app = '']: readonly string[], options: Options, world: World): Promise<number> {
  const where = whereIsTheScanner(options, world, ['tableName']);
  const limit = limitOf(options);
  return withSession(where, world, async ({ results }) => {
    const accounts = await all(results.accounts(app, { tenantId: options.tenant, limit }));
    printList(world, options, accountsView, accounts);
    return accounts.length > 0 ? ExitCode.DONE : nobody(world, results, app, options.tenant);
  });
}

const NEWEST_SCANS = 5;

/**
 * "Nobody" must not be the answer to a misspelt name, nor to an app that never answers: it is only believed of an app,
 * and a tenant, that has answered one of the newest completed scans.
 */
async function nobody(world: World, results: UserAccessResults, app: string, tenantId: string | undefined) {
  const asked = await newestResults(results);
  const inApp = asked.filter((result) => result.app === app);
  const place = tenantId === undefined ? app : `${app} ${tenantId}`;
  const inPlace = inApp.filter((result) => tenantId === undefined || result.tenantId === tenantId);
  if (inPlace.some(({ status }) => status === 'COMPLETED')) {
    note(world, `Nobody with an account in ${place} was found.`);
    return ExitCode.DONE;
  }
  if (inPlace.length > 0) {
    note(world, `Nothing is known of ${place}: it was asked, and gave the newest scans no answer.`);
    return ExitCode.FAILED;
  }
  const [misspelt = '', names] =
    inApp.length > 0
      ? [tenantId, distinct(inApp.map((result) => result.tenantId))]
      : [app, distinct(asked.map((result) => result.app))];
  note(
    world,
    names.length === 0
      ? `Nothing is known of ${place}: no scan has been completed here yet.`
      : `Nothing is known of ${place}; the newest scans asked ${names.join(', ')}${meant(misspelt, names)}`,
  );
  return ExitCode.FAILED;
}

async function newestResults(results: UserAccessResults): Promise<Result[]> {
  const found: Result[] = [];
  for await (const { scanId } of results.scansByStatus('COMPLETED', { limit: NEWEST_SCANS })) {
    const report = await results.scan(scanId);
    if (report) found.push(...(await all(report.results)));
  }
  return found;
}

const distinct = (names: readonly (string | undefined)[]) =>
  [...new Set(names.filter((name) => name !== undefined))].sort();

function meant(misspelt: string, names: readonly string[]): string {
  const name = nearest(misspelt, names);
  return name === undefined ? '.' : `. Did you mean ${name}?`;
}
