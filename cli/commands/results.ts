import { inReadingOrder, readPerson } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode } from '../errors';
import { isForPeople } from '../format';
import { READING_OPTIONS } from '../options';
import { byUrgency } from '../print/access';
import { printList } from '../print/list';
import { note, typed } from '../print/notes';
import { personHead } from '../print/person-head';
import { say } from '../print/say';
import { sayVerdict } from '../print/say-verdict';
import { standingRows } from '../print/standing-row';
import { standingsView } from '../print/views/standings';
import { type CommandDefinition, emailArgument } from './command';

export const results: CommandDefinition = {
  usage: 'results <email>',
  summary: 'Show the verdict about a person, and where they stand in every app and tenant.',
  options: READING_OPTIONS,
  notes: [
    'ACCESS and USER STATUS are by the last answer of the app. UNCONFIRMED says why the newest scan has no answer.',
  ],
  examples: ['results ana.diaz@example.com --local', 'results ana@example.com --outputs outputs.json --csv > ana.csv'],
  async run(argument, options, context) {
    const email = emailArgument(argument);
    const report = await withResults(options, context, (results) => readPerson(results, email));
    const { person, scan, standings } = report;
    const [first = '', ...others] = personHead(email.toLowerCase(), report);
    const rows = inReadingOrder(standingRows(standings, person, scan));
    if (person === undefined && rows.length === 0) {
      printList(context, options, standingsView, rows);
      for (const line of others) note(context, line);
      const start = typed(context, options, 'scan', email);
      note(context, `There are no results for ${email}. To start a scan, run: ${start}`);
      return ExitCode.FAILED;
    }
    if (!isForPeople(options)) {
      // The list alone does not have the verdict, and can be empty although an app was not asked.
      for (const line of [first, ...others]) note(context, line);
      printList(context, options, standingsView, rows);
      return ExitCode.DONE;
    }
    sayVerdict(context, first, person?.verdict);
    for (const line of others) say(context, line);
    context.stdout.write('\n');
    printList(context, options, standingsView, byUrgency(rows));
    return ExitCode.DONE;
  },
};
