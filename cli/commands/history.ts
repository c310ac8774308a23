import { upTo } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode } from '../errors';
import { isForPeople } from '../format';
import { READING_OPTIONS } from '../options';
import { noteCut, shownCount } from '../print/cut';
import { printList } from '../print/list';
import { note, typed } from '../print/notes';
import { say } from '../print/say';
import { scansView } from '../print/views/scans';
import { type CommandDefinition, emailArgument } from './command';

export const history: CommandDefinition = {
  usage: 'history <email>',
  summary: "Show a person's scans, newest first.",
  options: ['limit', ...READING_OPTIONS],
  examples: ['history ana.diaz@example.com --local', 'history ana@example.com --limit 1 --json --outputs outputs.json'],
  async run(argument, options, context) {
    const email = emailArgument(argument);
    const { items: scans, isCut } = await withResults(options, context, (results) =>
      upTo(options.limit, (limit) => results.scans(email, { limit })),
    );
    if (isForPeople(options) && scans.length > 0) {
      say(context, `${email.toLowerCase()}: ${shownCount(scans.length, 'scan', isCut)}, newest first.`);
    }
    printList(context, options, scansView(false), scans);
    if (isCut) noteCut(context, scans.length);
    if (scans.length > 0) return ExitCode.DONE;
    note(context, `There are no scans of ${email}. To start one, run: ${typed(context, options, 'scan', email)}`);
    return ExitCode.FAILED;
  },
};
