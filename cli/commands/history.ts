import { ExitCode } from '../errors';
import { note, typed } from '../notes';
import type { Options } from '../options';
import { printList } from '../output';
import { all } from '../read';
import { withSession } from '../session';
import { emailWord, limitOf } from '../values';
import { scansView } from '../views/scans';
import { sameWhere, whereIsTheScanner } from '../where';
import type { World } from '../world';
import { type Command, READING } from './command';

export const history: Command = {
  name: 'history',
  summary: "A person's scans, newest first.",
  forms: ['<email>'],
  words: { least: 1, most: 1 },
  options: ['limit', ...READING],
  examples: ['history ana@example.com --local', 'history ana@example.com --limit 1 --json --outputs outputs.json'],
  run,
};

async function run([word]: readonly string[], options: Options, world: World): Promise<number> {
  const email = emailWord(word);
  const where = whereIsTheScanner(options, world, ['tableName']);
  const limit = limitOf(options);
  const scans = await withSession(where, world, (session) => all(session.results.scans(email, { limit })));
  printList(world, options, scansView(false), scans);
  if (scans.length > 0) return ExitCode.DONE;
  note(world, `${email} was never scanned: do so with ${typed(world, ['scan', email], sameWhere(options))}`);
  return ExitCode.FAILED;
}
