import type { UserAccessResults } from '../../results';
import { giveArgument, giveOneOf } from '../command-line-error';
import { all, upTo } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode, mistake } from '../errors';
import { isForPeople } from '../format';
import { type Options, READING_OPTIONS } from '../options';
import { time } from '../print/columns';
import { noteCut, ofWhich } from '../print/cut';
import { printList } from '../print/list';
import { note, typed } from '../print/notes';
import { say } from '../print/say';
import { count } from '../print/verdict-sentence';
import { changesView } from '../print/views/changes';
import { type CommandDefinition, emailArgument } from './command';
import { inTenant, named, newestResults, nothingKnown } from './newest-results';

export const changes: CommandDefinition = {
  usage: 'changes [email]',
  summary: "Show what changed in a person's access, or in an app, newest first.",
  options: ['app', 'tenant', 'since', 'limit', ...READING_OPTIONS],
  notes: [
    'A change is a move from one answer of an app to the next one that differs. FROM and TO are the access and the user',
    'status in these answers. The first answer of a tenant is no change. --since compares when a change was recorded.',
  ],
  examples: [
    'changes ana.diaz@example.com --local',
    'changes --app SLACK --since 7d --outputs outputs.json',
    'changes --app SLACK --tenant T0123 --since 2026-11-01 --table my-table --json',
  ],
  async run(argument, options, context) {
    const question = questionOf(argument, options);
    const { app, tenant, since } = options;
    const suffix = since ? ` since ${time(since.toISOString())}` : '';
    return withResults(options, context, async (results) => {
      const { items: found, isCut } = await upTo(options.limit, (limit) =>
        question.email === undefined
          ? results.changesInApp(question.app, { tenantId: tenant, since, limit })
          : results.changes(question.email, { since, limit }),
      );
      const subject = question.email === undefined ? named(question.app, tenant) : question.email.toLowerCase();
      if (isForPeople(options) && found.length > 0) {
        const shown = isCut ? ofWhich(found.length) : '';
        const changed = `${isCut ? 'more than ' : ''}${count(found.length, 'change')}${suffix}${shown}`;
        say(context, `${subject}: ${changed}, newest first.`);
      }
      printList(context, options, changesView(app !== undefined), found);
      if (isCut) noteCut(context, found.length);
      if (found.length > 0) return ExitCode.DONE;
      const unknown =
        question.email === undefined
          ? await unknownApp(results, question.app, tenant)
          : await unknownPerson(results, question.email, typed(context, options, 'scan', question.email));
      note(context, unknown ?? `${subject}: no changes${suffix}. The first answer of a tenant is no change.`);
      return unknown === undefined ? ExitCode.DONE : ExitCode.FAILED;
    });
  },
};

type Question =
  | { readonly email: string; readonly app?: undefined }
  | { readonly email?: undefined; readonly app: string };

function questionOf(email: string | undefined, { app, tenant }: Options): Question {
  if (email !== undefined && app !== undefined) throw mistake(giveOneOf('an email address', '--app'));
  if (tenant !== undefined && app === undefined) throw mistake('--tenant is a tenant of an app: give --app too.');
  if (app !== undefined) return { app };
  if (email !== undefined) return { email: emailArgument(email) };
  throw mistake(giveArgument('changes', 'email', ', or --app'));
}

/** A misspelled name must not look as if nothing had changed. */
async function unknownApp(results: UserAccessResults, app: string, tenant: string | undefined) {
  const [account] = await all(results.accounts(app, { tenantId: tenant, limit: 1 }));
  if (account !== undefined) return undefined;
  const newest = await newestResults(results);
  return inTenant(newest, app, tenant).length > 0 ? undefined : nothingKnown(newest, app, tenant);
}

async function unknownPerson(results: UserAccessResults, email: string, scan: string) {
  const [standing] = await all(results.standing(email, { limit: 1 }));
  return standing ? undefined : `There are no results for ${email}. To start a scan, run: ${scan}`;
}
