import type { WatchReport } from '../connection/follow-watch';
import type { CommandContext } from '../context';
import { verdictStyle } from './access';
import { changeStyle, changeText } from './change-text';
import { time } from './columns';
import { INDENT, say } from './say';
import { between } from './span';
import { StatusLine } from './status-line';
import { type Paint, painter } from './style';
import { findingsText, WATCH_WORDS, watchEndText, watchScanText } from './watch-text';

interface Line {
  readonly key: string;
  readonly at: string;
  readonly text: string;
  readonly word: string;
  readonly style?: Parameters<Paint>[0];
}

/** Shows what happens in a watch: each scan, each change, when it is overdue, and its end. Each line once. */
export class WatchNews {
  readonly #paint: Paint;
  readonly #shown = new Set<string>();
  readonly #status: StatusLine;

  constructor(
    private readonly context: CommandContext,
    private readonly isQuiet: boolean,
  ) {
    this.#paint = painter(context, context.stdout);
    this.#status = new StatusLine(context, (text) => this.#paint('dim', text));
  }

  show(report: WatchReport): void {
    if (this.isQuiet) return;
    const news = linesOf(report).filter(({ key }) => !this.#shown.has(key));
    if (news.length > 0) this.clear();
    for (const { key, text, word, style } of news) {
      this.#shown.add(key);
      say(this.context, text, (lines) => (style ? lines.replace(word, this.#paint(style, word)) : lines));
    }
    this.#showStatus(report);
  }

  /** Removes the status line. */
  clear(): void {
    this.#status.clear();
  }

  #showStatus({ watch }: WatchReport): void {
    if (watch.status !== 'WATCHING') return;
    const next = watch.nextScanAt ? `next scan ${time(watch.nextScanAt)}` : 'scanning';
    this.#status.show(`Watching: ${next}, due ${time(watch.dueAt)}`);
  }
}

/** All lines so far, in the order in which it happened. The changes of a scan follow it. */
function linesOf({ watch, scans, changes }: WatchReport): Line[] {
  const lines: Line[] = scans.flatMap((scan) => {
    if (scan.status === 'RUNNING' || scan.endedAt === undefined) return [];
    const other = scan.scanId.startsWith(`${watch.watchId}-`) ? '' : ` (another scan, ${scan.scanId})`;
    const text = `${time(scan.endedAt)}  Scan${other}: ${watchScanText(scan)}`;
    const [word, style] = scan.verdict ? [scan.verdict, verdictStyle(scan.verdict)] : ['failed', 'red' as const];
    const found = changes.filter(({ to }) => to.scanId === scan.scanId);
    return [
      { key: scan.scanId, at: scan.endedAt, text, word, style },
      ...found.map((change) => ({
        key: change.id,
        at: scan.endedAt as string,
        text: `${INDENT}${changeText(change)}`,
        word: change.kind,
        style: changeStyle(change),
      })),
    ];
  });
  if (watch.overdueAt !== undefined) {
    const { word, style } = WATCH_WORDS.OVERDUE;
    // The record has the findings of the latest scan, which can be a later one.
    const isOfThen = (watch.lastScan?.reviewedAt ?? '') <= watch.overdueAt;
    const findings = isOfThen ? ` ${findingsText(watch)}` : '';
    const text = `${time(watch.overdueAt)}  ${word} after ${between(watch.startedAt, watch.overdueAt)}.${findings}`;
    lines.push({ key: word, at: watch.overdueAt, text, word, style });
  }
  if (watch.endedAt !== undefined) {
    const text = `${time(watch.endedAt)}  ${watchEndText(watch)}`;
    lines.push({ key: 'end', at: watch.endedAt, text, ...WATCH_WORDS[watch.status] });
  }
  // The sort is stable, and what is of the same time is in order.
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
