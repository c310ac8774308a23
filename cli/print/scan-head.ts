import type { CommandContext } from '../context';
import { time } from './columns';
import { sayVerdict } from './say-verdict';
import type { ScanJson } from './scan-json';
import { count, verdictSentence, withoutVerdict } from './verdict-sentence';

/** Prints whom a scan is about, when it started, and what it says. */
export function printScanHead(context: CommandContext, scan: ScanJson): void {
  sayVerdict(context, scanHeadText(scan), scan.verdict);
}

export function scanHeadText(scan: ScanJson): string {
  const { email, verdict, startedAt, taskCount, status, accessCounts } = scan;
  const subject = `${email ?? count(taskCount, 'task')}, ${time(startedAt)}`;
  return verdict === null
    ? `${subject}: ${withoutVerdict(status, email !== null, accessCounts)}`
    : `${subject}: ${verdict}. ${verdictSentence({ ...scan, verdict })}`;
}
