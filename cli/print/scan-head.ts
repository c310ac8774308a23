import type { CommandContext } from '../context';
import { verdictStyle } from './access';
import { time } from './columns';
import { say } from './say';
import type { ScanJson } from './scan-json';
import { painter } from './style';
import { count, verdictSentence, withoutVerdict } from './verdict-sentence';

/** Prints whom a scan is about, when it started, and what it says. */
export function printScanHead(context: CommandContext, scan: ScanJson): void {
  const { email, verdict, startedAt, taskCount, status, accessCounts } = scan;
  const subject = `${email ?? count(taskCount, 'task')}, ${time(startedAt)}`;
  if (verdict === null) {
    say(context, `${subject}: ${withoutVerdict(status, email !== null, accessCounts)}`);
    return;
  }
  const paint = painter(context, context.stdout);
  const text = `${subject}: ${verdict}. ${verdictSentence({ ...scan, verdict })}`;
  // Email addresses are in lower case, so this is the first place with the word.
  say(context, text, (lines) => lines.replace(verdict, paint(verdictStyle(verdict), verdict)));
}
