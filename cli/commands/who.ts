import { isAnswer } from '../../lib/contract/answers';
import type { Standing, Task, UserAccessResults } from '../../results';
import { all } from '../connection/read';
import { withResults } from '../connection/session';
import { didYouMean, ExitCode } from '../errors';
import { READING_OPTIONS } from '../options';
import { isForPeople, printList } from '../print/list';
import { note } from '../print/notes';
import { say } from '../print/say';
import { standingRow } from '../print/standing-row';
import { count } from '../print/verdict-sentence';
import { accountsView } from '../print/views/standings';
import type { CommandDefinition } from './command';

export const who: CommandDefinition = {
  usage: 'who <app>',
  summary: 'Show who has an account in an app.',
  options: ['tenant', 'limit', ...READING_OPTIONS],
  notes: ['Write apps and tenants as AppFabric does, such as SLACK.'],
  examples: ['who SLACK --local', 'who SLACK --tenant T0123 --outputs outputs.json --json'],
  async run(app = '', options, context) {
    const { tenant, limit } = options;
    return withResults(options, context, async (results) => {
      const accounts = await all(results.accounts(app, { tenantId: tenant, limit }));
      if (isForPeople(options) && accounts.length > 0) say(context, headText(named(app, tenant), accounts));
      printList(context, options, accountsView, accounts.map(standingRow));
      if (accounts.length > 0) return ExitCode.DONE;
      const { exitCode, reason } = reasonForNone(await newestResults(results), app, tenant);
      note(context, reason);
      return exitCode;
    });
  },
};

const named = (app: string, tenant: string | undefined) => (tenant === undefined ? app : `${app} ${tenant}`);

function headText(name: string, accounts: readonly Standing[]): string {
  const open = accounts.filter(({ access }) => access === 'OPEN').length;
  return `${name}: ${count(accounts.length, 'account')}, ${open} OPEN, by the last answer about each.`;
}

/** The number of completed scans in which the app must have answered. */
const NEWEST_SCANS = 5;

async function newestResults(results: UserAccessResults): Promise<Task[]> {
  const found: Task[] = [];
  for await (const { scanId } of results.scansByStatus('COMPLETED', { limit: NEWEST_SCANS })) {
    const report = await results.scan(scanId);
    if (report) found.push(...(await all(report.results)));
  }
  return found;
}

/**
 * Reports that no account was found only if the app, in this tenant, answered in one of the newest completed scans.
 * Otherwise, a misspelled name or an app that never answers would look like good news.
 */
function reasonForNone(newest: readonly Task[], app: string, tenant: string | undefined) {
  const inApp = newest.filter((result) => result.app === app);
  const inTenant = inApp.filter(({ tenantId }) => tenant === undefined || tenantId === tenant);
  const name = named(app, tenant);
  if (inTenant.some(isAnswer)) return { exitCode: ExitCode.DONE, reason: `No account was found in ${name}.` };
  const unknown = (why: string) => ({ exitCode: ExitCode.FAILED, reason: `Nothing is known about ${name}: ${why}` });
  if (inTenant.length > 0) return unknown('it did not answer in the newest scans.');
  const [typed, names] =
    tenant !== undefined && inApp.length > 0
      ? [tenant, distinct(inApp.map(({ tenantId }) => tenantId))]
      : [app, distinct(newest.map((result) => result.app))];
  if (names.length === 0) return unknown('no scan has completed yet.');
  return unknown(`the newest scans include ${names.join(', ')}.${didYouMean(typed, names)}`);
}

const distinct = (names: readonly (string | undefined)[]) =>
  [...new Set(names.filter((name) => name !== undefined))].sort();
