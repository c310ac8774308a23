import { isAnswer } from '../../lib/contract/answers';
import type { Standing } from '../../results';
import { type FirstItems, upTo } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode } from '../errors';
import { isForPeople } from '../format';
import { groupBy } from '../group-by';
import { READING_OPTIONS } from '../options';
import { noteCut, shownCount } from '../print/cut';
import { printList } from '../print/list';
import { note } from '../print/notes';
import { say } from '../print/say';
import { standingRow } from '../print/standing-row';
import { accountsView } from '../print/views/standings';
import type { CommandDefinition } from './command';
import { inTenant, named, newestResults, nothingKnown, type Said } from './newest-results';

export const who: CommandDefinition = {
  usage: 'who <app>',
  summary: 'Show who has an account in an app.',
  options: ['tenant', 'limit', ...READING_OPTIONS],
  notes: ['Write apps and tenants as AppFabric does, such as SLACK.'],
  examples: ['who SLACK --local', 'who SLACK --tenant T0123 --outputs outputs.json --json'],
  async run(app = '', options, context) {
    const { tenant } = options;
    return withResults(options, context, async (results) => {
      const accounts = await upTo(options.limit, (limit) => results.accounts(app, { tenantId: tenant, limit }));
      const { items, isCut } = accounts;
      if (isForPeople(options) && items.length > 0) say(context, headText(named(app, tenant), accounts));
      printList(context, options, accountsView, items.map(standingRow));
      if (isCut) noteCut(context, items.length);
      if (items.length > 0) return ExitCode.DONE;
      const { exitCode, reason } = reasonForNone(await newestResults(results), app, tenant);
      note(context, reason);
      return exitCode;
    });
  },
};

function headText(name: string, { items, isCut }: FirstItems<Standing>): string {
  const open = items.filter(({ access }) => access === 'OPEN').length;
  const accounts = shownCount(items.length, 'account', isCut);
  return `${name}: ${accounts}${isCut ? ':' : ','} ${open} OPEN, by the last answer about each.`;
}

/** The newest that is said about each person in each tenant. */
const newestOfEach = (newest: readonly Said[]): Said[] =>
  [...groupBy(newest, ({ email, tenantId }) => JSON.stringify([email, tenantId])).values()].flatMap(
    ([first]) => first ?? [],
  );

/**
 * Reports that no account was found only if the app, in this tenant, answered about everybody in the newest completed
 * scans. Otherwise, a misspelled name or an app that does not answer would look like good news.
 */
function reasonForNone(newest: readonly Said[], app: string, tenant: string | undefined) {
  const said = newestOfEach(inTenant(newest, app, tenant));
  const name = named(app, tenant);
  const unanswered = new Set(said.filter((result) => !isAnswer(result)).map(({ email }) => email)).size;
  if (said.length > 0 && unanswered === 0) {
    return { exitCode: ExitCode.DONE, reason: `No account was found in ${name}.` };
  }
  const unknown = (reason: string) => ({ exitCode: ExitCode.FAILED, reason });
  if (said.some(isAnswer)) {
    const about = unanswered === 1 ? '1 person' : `${unanswered} people`;
    return unknown(`No account is known in ${name}, but it gave no answer about ${about} in the newest scans.`);
  }
  if (said.length > 0) return unknown(`Nothing is known about ${name}: it did not answer in the newest scans.`);
  return unknown(nothingKnown(newest, app, tenant));
}
