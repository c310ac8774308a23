import type { CommandContext } from '../context';
import { changeStyle, changeText } from './change-text';
import { say, sayItem } from './say';
import type { ScanJson } from './scan-json';
import { painter } from './style';

/** Prints what the answers of a scan changed. */
export function printScanChanges(context: CommandContext, { changes, email }: ScanJson): void {
  if (changes.length === 0) return;
  const paint = painter(context, context.stdout);
  say(context, 'Changed since the last answer:');
  for (const change of changes) {
    sayItem(context, changeText(change, email !== null), (lines) =>
      lines.replace(change.kind, paint(changeStyle(change), change.kind)),
    );
  }
  context.stdout.write('\n');
}
