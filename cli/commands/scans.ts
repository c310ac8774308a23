import type { Scan, ScanStatus } from '../../results';
import { choose, typedName } from '../choices';
import { all, cutTo } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode } from '../errors';
import { READING_OPTIONS } from '../options';
import { noteCut } from '../print/cut';
import { printList } from '../print/list';
import { note } from '../print/notes';
import { scansView } from '../print/views/scans';
import type { CommandDefinition } from './command';

const DEFAULT_LIMIT = 50;
const STATUSES: readonly ScanStatus[] = ['RUNNING', 'COMPLETED', 'FAILED'];

export const scans: CommandDefinition = {
  usage: 'scans',
  summary: 'Show the newest scans, in every state or in one.',
  options: ['status', 'limit', ...READING_OPTIONS],
  choices: { status: STATUSES.map(typedName) },
  notes: [`Without --limit, the newest ${DEFAULT_LIMIT} are shown.`],
  examples: ['scans --local', 'scans --status failed --limit 10 --outputs outputs.json'],
  async run(_argument, options, context) {
    const { limit = DEFAULT_LIMIT } = options;
    const status = options.status === undefined ? undefined : choose('--status', options.status, STATUSES);
    const statuses = status ? [status] : STATUSES;
    const found = await withResults(options, context, (results) =>
      Promise.all(statuses.map((each) => all(results.scansByStatus(each, { limit: limit + 1 })))),
    );
    const { items: newest, isCut } = cutTo(limit, found.flat().sort(newestFirst));
    printList(context, options, scansView(true), newest);
    if (newest.length === 0)
      note(context, status ? `There are no scans in state ${status}.` : 'There are no scans yet.');
    if (isCut) noteCut(context, limit, '');
    return ExitCode.DONE;
  },
};

const newestFirst = (a: Scan, b: Scan) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0);
