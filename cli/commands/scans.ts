import type { Scan, ScanStatus } from '../../results';
import { didYouMean } from '../args';
import { ExitCode, mistake } from '../errors';
import { note } from '../notes';
import type { Options } from '../options';
import { printList } from '../output';
import { printable } from '../printable';
import { all } from '../read';
import { withSession } from '../session';
import { limitOf } from '../values';
import { scansView } from '../views/scans';
import { whereIsTheScanner } from '../where';
import type { World } from '../world';
import { type Command, READING } from './command';

const STATUSES: readonly ScanStatus[] = ['RUNNING', 'COMPLETED', 'FAILED'];

export const scans: Command = {
  name: 'scans',
  summary: 'The newest scans, of everybody or in one state.',
  forms: ['', '--status running|completed|failed'],
  words: { least: 0, most: 0 },
  options: ['status', 'limit', ...READING],
  notes: 'Without --limit, the newest 50 are shown.',
  examples: ['scans --local', 'scans --status failed --limit 10 --outputs outputs.json'],
  run,
};

const USUAL_LIMIT = 50;

async function run(_words: readonly string[], options: Options, world: World): Promise<number> {
  const statuses = statusesOf(options.status);
  const where = whereIsTheScanner(options, world, ['tableName']);
  const limit = limitOf(options) ?? USUAL_LIMIT;
  const found = await withSession(where, world, ({ results }) =>
    Promise.all(statuses.map((status) => all(results.scansByStatus(status, { limit })))),
  );
  const newest = found.flat().sort(newestFirst).slice(0, limit);
  printList(world, options, scansView(true), newest);
  if (newest.length === 0) note(world, options.status ? `No scan is in state ${statuses}.` : 'No scan is here yet.');
  if (!options.limit && newest.length === limit) note(world, `These are the newest ${limit}: see more with --limit.`);
  return ExitCode.DONE;
}

function statusesOf(given: string | undefined): readonly ScanStatus[] {
  if (given === undefined) return STATUSES;
  const status = STATUSES.find((known) => known === given.toUpperCase());
  if (status !== undefined) return [status];
  const names = STATUSES.map((known) => known.toLowerCase());
  throw mistake(`--status takes ${names.join(', ')}, not ${printable(given)}${didYouMean(given, names)}`);
}

const newestFirst = (a: Scan, b: Scan) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0);
