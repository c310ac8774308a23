import { isAnswer } from '../../lib/contract/answers';
import type { ScanWithResults } from '../connection/read';
import type { CommandContext } from '../context';
import { duration, errorText, statusStyle, statusWord, time } from './columns';
import { printTable } from './list';
import { printable } from './printable';
import { scanJson } from './scan-json';
import { painter } from './style';
import { resultsView } from './views';

/** Prints a table of the results, and a summary of the scan. */
export function printSummary(context: CommandContext, { scan, results }: ScanWithResults): void {
  const { stdout } = context;
  const say = (text: string) => stdout.write(`${printable(text)}\n`);
  if (results.length > 0) {
    printTable(context, resultsView(scan.email === undefined), results);
    stdout.write('\n');
  }
  const { taskCount, counts, accountsFound } = scanJson({ scan, results });
  const open = results.filter(({ status }) => status === 'IN_PROGRESS').length;
  stdout.write(`Scan ${painter(context, stdout)(statusStyle(scan.status), statusWord(scan.status))}`);
  const took = scan.endedAt && ` in ${duration(Date.parse(scan.endedAt) - Date.parse(scan.startedAt))}`;
  say(`${took ?? ''} (${scan.scanId}).`);
  if (scan.error) say(`${scan.error.name}: ${scan.error.message}`);
  say(
    `${taskCount} tasks: ${counts.COMPLETED} completed, ${counts.FAILED} failed, ` +
      `${counts.EXPIRED} expired, ${counts.TIMED_OUT} timed out${open > 0 ? `, ${open} in progress` : ''}. ` +
      `Accounts found: ${accountsFound}.`,
  );
  if (scan.trigger) say(`Triggered by ${scan.trigger.source} at ${time(scan.trigger.time)} (${scan.trigger.id}).`);
  const withoutAnswer = results.filter((result) => result.status !== 'IN_PROGRESS' && !isAnswer(result));
  if (withoutAnswer.length > 0) say('Apps without an answer:');
  for (const result of withoutAnswer) {
    const name = [result.app, result.tenantId].filter(Boolean).join(' ') || `task ${result.taskId}`;
    const reason = errorText(result);
    say(`  ${name}: ${statusWord(result.status)}${reason ? ` (${reason})` : ''}`);
  }
}
