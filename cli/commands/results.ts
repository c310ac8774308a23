import { all, inReadingOrder } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode } from '../errors';
import { READING_OPTIONS } from '../options';
import { printList } from '../print/list';
import { note, typed } from '../print/notes';
import { standingsView } from '../print/views';
import { type CommandDefinition, emailArgument } from './command';

export const results: CommandDefinition = {
  usage: 'results <email>',
  summary: 'Show where a person stands now, in every app and tenant.',
  options: READING_OPTIONS,
  notes: ["ACCOUNT and USER STATUS are the app's last answer; LATEST RESULT is how the latest task ended."],
  examples: ['results ana@example.com --local', 'results ana@example.com --outputs outputs.json --csv > ana.csv'],
  async run(argument, options, context) {
    const email = emailArgument(argument);
    const standings = await withResults(options, context, (results) => all(results.standing(email)));
    printList(context, options, standingsView, inReadingOrder(standings));
    if (standings.length > 0) return ExitCode.DONE;
    note(context, `There are no results for ${email}. To start a scan, run: ${typed(context, options, 'scan', email)}`);
    return ExitCode.FAILED;
  },
};
