import type { Verdict } from '../../results';
import type { CommandContext } from '../context';
import { verdictStyle } from './access';
import { say } from './say';
import { painter } from './style';

/** Prints a paragraph about somebody. Email addresses are in lower case, so the first word of the verdict is the verdict. */
export function sayVerdict(context: CommandContext, text: string, verdict: Verdict | null | undefined): void {
  const paint = painter(context, context.stdout);
  say(context, text, (lines) => (verdict ? lines.replace(verdict, paint(verdictStyle(verdict), verdict)) : lines));
}
