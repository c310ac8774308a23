import { ExitCode } from '../errors';
import { note, typed } from '../notes';
import type { Options } from '../options';
import { printList } from '../output';
import { all } from '../read';
import { inReadingOrder } from '../report';
import { withSession } from '../session';
import { emailWord } from '../values';
import { standingView } from '../views/standings';
import { sameWhere, whereIsTheScanner } from '../where';
import type { World } from '../world';
import { type Command, READING } from './command';

export const results: Command = {
  name: 'results',
  summary: 'Where a person stands now, in every app and tenant.',
  forms: ['<email>'],
  words: { least: 1, most: 1 },
  options: READING,
  notes:
    'ACCOUNT and USER STATUS are the last answer that the app gave; LATEST RESULT is how the latest scan ended there.',
  examples: ['results ana@example.com --local', 'results ana@example.com --outputs outputs.json --csv > ana.csv'],
  run,
};

async function run([word]: readonly string[], options: Options, world: World): Promise<number> {
  const email = emailWord(word);
  const where = whereIsTheScanner(options, world, ['tableName']);
  const standings = await withSession(where, world, (session) => all(session.results.standing(email)));
  printList(world, options, standingView, inReadingOrder(standings));
  if (standings.length > 0) return ExitCode.DONE;
  note(world, `Nothing is known of ${email}: scan first, with ${typed(world, ['scan', email], sameWhere(options))}`);
  return ExitCode.FAILED;
}
