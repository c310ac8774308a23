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

/** What a scan says about a person in a tenant. */
type Said = Pick<Task, 'email' | 'app' | 'tenantId' | 'access'>;

/** What the newest scans say, the newest first. What was not asked gave no answer either. */
async function newestResults(results: UserAccessResults): Promise<Said[]> {
  const found: Said[] = [];
  for await (const { scanId } of results.scansByStatus('COMPLETED', { limit: NEWEST_SCANS })) {
    const report = await results.scan(scanId);
    if (!report) continue;
    const { email, unknown = [] } = report.scan;
    const notAsked = unknown.filter(({ reason }) => reason === 'NOT_ASKED');
    found.push(...(await all(report.results)));
    found.push(...notAsked.map(({ app, tenantId }): Said => ({ email, app, tenantId, access: 'UNKNOWN' })));
  }
  return found;
}

/** The newest that is said about each person in each tenant. */
const newestOfEach = (newest: readonly Said[]): Said[] =>
  [...Map.groupBy(newest, ({ email, tenantId }) => JSON.stringify([email, tenantId])).values()].flatMap(
    ([first]) => first ?? [],
  );

/**
 * Reports that no account was found only if the app, in this tenant, answered about everybody in the newest completed
 * scans. Otherwise, a misspelled name or an app that does not answer would look like good news.
 */
function reasonForNone(newest: readonly Said[], app: string, tenant: string | undefined) {
  const inApp = newest.filter((result) => result.app === app);
  const inTenant = newestOfEach(inApp.filter(({ tenantId }) => tenant === undefined || tenantId === tenant));
  const name = named(app, tenant);
  const unanswered = new Set(inTenant.filter((result) => !isAnswer(result)).map(({ email }) => email)).size;
  if (inTenant.length > 0 && unanswered === 0) {
    return { exitCode: ExitCode.DONE, reason: `No account was found in ${name}.` };
  }
  if (inTenant.some(isAnswer)) {
    const about = unanswered === 1 ? '1 person' : `${unanswered} people`;
    const reason = `No account is known in ${name}, but it gave no answer about ${about} in the newest scans.`;
    return { exitCode: ExitCode.FAILED, reason };
  }
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
