import type { Access } from '../../results';
import type { CommandContext } from '../context';
import { byUrgency } from './access';
import { duration, statusStyle, statusWord, time } from './columns';
import { printTable } from './list';
import { say } from './say';
import { printScanChanges } from './scan-changes';
import { printScanHead } from './scan-head';
import type { ScanJson } from './scan-json';
import { printScanLists, printWithoutUserAccess } from './scan-lists';
import { painter } from './style';
import { count } from './verdict-sentence';
import { resultsTable } from './views/results';

/** Prints a scan for people: the verdict, what it is made of, all results, what they changed, and how the scan went. */
export function printSummary(context: CommandContext, scan: ScanJson): void {
  const isOfPerson = scan.email !== null;
  printScanHead(context, scan);
  // A scan of task ids can have thousands of tenants. Its table has all of them, in the same order.
  if (isOfPerson) printScanLists(context, scan);
  printWithoutUserAccess(context, scan);
  context.stdout.write('\n');
  if (scan.results.length > 0) {
    printTable(context, resultsTable(!isOfPerson), byUrgency(scan.results));
    context.stdout.write('\n');
  }
  printScanChanges(context, scan);
  printCourse(context, scan);
}

/** Prints how a scan went: its state, its tasks and its trigger. */
function printCourse(context: CommandContext, scan: ScanJson): void {
  const { taskCount, counts, accountsFound, error, trigger } = scan;
  const state = statusWord(scan.status);
  const took = scan.endedAt ? ` in ${duration(Date.parse(scan.endedAt) - Date.parse(scan.startedAt))}` : '';
  const paint = painter(context, context.stdout);
  say(context, `Scan ${state}${took} (${scan.scanId}).`, (lines) =>
    lines.replace(state, paint(statusStyle(scan.status), state)),
  );
  if (error) say(context, `${error.name}: ${error.message}`);
  const inProgress = scan.results.filter(({ status }) => status === 'IN_PROGRESS').length;
  const found = (access: Access) => scan.results.filter((row) => row.access === access).length;
  say(
    context,
    `${count(taskCount, 'task')}: ${counts.COMPLETED} completed, ${counts.FAILED} failed, ${counts.EXPIRED} expired, ` +
      `${counts.TIMED_OUT} timed out${inProgress > 0 ? `, ${inProgress} in progress` : ''}. ` +
      `Accounts found: ${accountsFound}${accountsFound > 0 ? ` (${found('OPEN')} open, ${found('BLOCKED')} blocked)` : ''}.`,
  );
  if (trigger) say(context, `Triggered by ${trigger.source} at ${time(trigger.time)} (${trigger.id}).`);
}
