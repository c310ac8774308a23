import { ACCESSES } from '../../lib/contract/access/access';
import type { Access, UnknownReason, Verdict } from '../../results';
import type { Column } from './column';
import type { Paint } from './style';

type Style = Parameters<Paint>[0];

/** Symbols that differ without color. */
const WORDS: Readonly<Record<Access, { readonly word: string; readonly style?: Style }>> = {
  OPEN: { word: '● OPEN', style: 'red' },
  UNKNOWN: { word: '? UNKNOWN', style: 'yellow' },
  BLOCKED: { word: '◐ BLOCKED' },
  NONE: { word: '○ NONE' },
};

const VERDICTS: Readonly<Record<Verdict, Style>> = {
  OPEN: ['bold', 'red'],
  UNKNOWN: ['bold', 'yellow'],
  CLEAR: ['bold', 'green'],
  NOT_FOUND: ['bold', 'cyan'],
};

export const verdictStyle = (verdict: Verdict): Style => VERDICTS[verdict];

/** Where somebody's access is shown. `access` is missing while the task is in progress. */
export interface WithAccess {
  readonly access?: Access | null;
  readonly reason?: UnknownReason | null;
}

export const accessStyle = ({ access }: WithAccess): Style | undefined => (access ? WORDS[access].style : undefined);

/** Such as `● OPEN`, or `? UNKNOWN RECONNECT`. */
export function accessText({ access, reason }: WithAccess): string | undefined {
  if (!access) return undefined;
  const { word } = WORDS[access];
  return access === 'UNKNOWN' && reason ? `${word} ${reason}` : word;
}

export const accessColumn = <T extends WithAccess>(): Column<T> => ({
  title: 'ACCESS',
  text: accessText,
  style: accessStyle,
});

/** Such as `OPEN`, or `OPEN, unconfirmed`. */
export const verdictText = ({ verdict, confirmed }: { readonly verdict?: Verdict; readonly confirmed?: boolean }) =>
  verdict === 'OPEN' && confirmed === false ? 'OPEN, unconfirmed' : verdict;

export const verdictColumn = <T extends { readonly verdict?: Verdict; readonly confirmed?: boolean }>(): Column<T> => ({
  title: 'VERDICT',
  text: verdictText,
  style: ({ verdict }) => verdict && verdictStyle(verdict),
});

/** The most urgent first, and those in progress last. Rows with the same access keep their order. */
export function byUrgency<T extends WithAccess>(rows: readonly T[]): T[] {
  const rank = ({ access }: T) => (access ? ACCESSES.indexOf(access) : ACCESSES.length);
  return [...rows].sort((a, b) => rank(a) - rank(b));
}
