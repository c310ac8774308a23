import { printTable } from './output';
import { printable } from './printable';
import { countsOf, type ScanWithResults } from './report';
import { painter } from './style';
import { duration, errorText, statusStyle, statusWord, time } from './views/cells';
import { resultsView } from './views/results';
import type { World } from './world';

/** A scan for people: its results, and what they add up to. */
export function printReport(world: World, { scan, results }: ScanWithResults): void {
  const { stdout } = world;
  const say = (text: string) => stdout.write(`${printable(text)}\n`);
  if (results.length > 0) {
    printTable(world, resultsView(scan.email === undefined), results);
    stdout.write('\n');
  }
  const counts = countsOf(scan, results);
  const found = results.filter(({ accountFound }) => accountFound).length;
  const open = results.filter(({ status }) => status === 'IN_PROGRESS').length;
  stdout.write(`Scan ${painter(world, stdout)(statusStyle(scan.status), statusWord(scan.status))}`);
  say(
    scan.endedAt
      ? ` in ${duration(Date.parse(scan.endedAt) - Date.parse(scan.startedAt))} (${scan.scanId}).`
      : ` (${scan.scanId}).`,
  );
  if (scan.error) say(`${scan.error.name}: ${scan.error.message}`);
  say(
    `${scan.taskCount ?? results.length} tasks: ${counts.COMPLETED} completed, ${counts.FAILED} failed, ` +
      `${counts.EXPIRED} expired, ${counts.TIMED_OUT} timed out${open > 0 ? `, ${open} in progress` : ''}. ` +
      `Accounts found: ${found}.`,
  );
  if (scan.trigger) say(`Asked for by ${scan.trigger.source} at ${time(scan.trigger.time)} (${scan.trigger.id}).`);
  const silent = results.filter(
    ({ status, accountFound }) => !['COMPLETED', 'IN_PROGRESS'].includes(status) && !accountFound,
  );
  if (silent.length > 0) say('Apps without an answer:');
  for (const result of silent) {
    const where = [result.app, result.tenantId].filter(Boolean).join(' ') || `task ${result.taskId}`;
    const reason = errorText(result);
    say(`  ${where}: ${statusWord(result.status)}${reason ? ` (${reason})` : ''}`);
  }
}
