import { type Forgotten, nothingForgotten } from '../forget/forget';
import { KINDS, type Kind, type PersonData } from '../forget/person-data';

const NAMES: Readonly<Record<Kind, readonly [one: string, several: string]>> = {
  scans: ['scan', 'scans'],
  results: ['result', 'results'],
  standings: ['standing', 'standings'],
  verdicts: ['verdict', 'verdicts'],
  changes: ['change', 'changes'],
  watches: ['watch', 'watches'],
  history: ['entry in the history of scans', 'entries in the history of scans'],
  watchIds: ['id of a watch or of a request for one', 'ids of watches and of requests for them'],
  claims: ['claim of a trigger', 'claims of triggers'],
};

type Counts = Pick<Forgotten, 'deleted' | 'editedScans'>;

export function countsOf({ items, edits }: PersonData): Counts {
  const counts = nothingForgotten();
  for (const kind of KINDS) counts.deleted[kind] = items[kind].length;
  return { deleted: counts.deleted, editedScans: edits.length };
}

/** Such as `2 scans, 26 results, 13 standings and 1 verdict`. */
export function countsText({ deleted, editedScans }: Counts): string {
  const parts = (Object.keys(NAMES) as Kind[]).flatMap((kind) => {
    const number = deleted[kind];
    return number === 0 ? [] : [`${number} ${NAMES[kind][number === 1 ? 0 : 1]}`];
  });
  if (editedScans > 0)
    parts.push(`the name in the lists of ${editedScans} scan${editedScans === 1 ? '' : 's'} of task ids`);
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? 'nothing');
}

/** What this command can't delete. docs/command.md says more. */
export const ELSEWHERE = [
  {
    where: 'backups',
    what: 'Point-in-time recovery can restore the table as it was in the last 35 days. Backups and exports that you made stay until you delete them.',
  },
  {
    where: 'executions',
    what: 'Step Functions keeps the input and the history of executions for 90 days after their end. Do not redrive them: a redrive records the person again.',
  },
  {
    where: 'events',
    what: 'Events that were delivered are where the targets of your rules keep them, and in archives of the event bus.',
  },
  {
    where: 'deadLetterQueues',
    what: 'Events that could not be delivered stay in dead-letter queues for 14 days at most.',
  },
  { where: 'reports', what: 'Reports, CSV and JSON files, and other copies of results stay where they are.' },
  {
    where: 'cloudTrail',
    what: 'CloudTrail keeps the requests that started executions for 90 days, and can have their input. If it records data events of the table, these contain keys with the address.',
  },
  {
    where: 'triggers',
    what: 'Schedules and triggers that ask about the person record them again. Remove the address from scanOnSchedule, whose template contains it.',
  },
] as const;
