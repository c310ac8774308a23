import { BLOCKED_EVERYWHERE, BLOCKED_IN, DOCUMENTED_ERRORS, NO_SUCH_USER } from '../checkers/meanings';
import type { SeededRandom } from '../world';

type TaskError = { readonly errorCode?: string; readonly errorMessage?: string };

/**
 * What becomes of a person: their accounts are in any state, blocked or gone, or were never there; or blocked and gone
 * but for what nobody knows.
 */
export const MOODS = ['any', 'any', 'leaver', 'stranger', 'doubtful'] as const;
export type Mood = (typeof MOODS)[number];

/** Leave an account open: apps document some of them, and no table may list any. */
export const UNLISTED_STATUSES = [
  'ACTIVE',
  'active',
  'Active',
  'Enabled',
  'Invited',
  'PENDING',
  'STAGED',
  'LOCKED_OUT',
  'PASSWORD_EXPIRED',
  'RECOVERY',
  'not suspended',
  'Unsuspended',
  'suspended?no',
  '停止中',
  '—',
];

export interface User {
  readonly userId: string;
  readonly userFullName: string;
  readonly style: string;
}

/** A result of a task in an app. */
export function resultOf(mood: Mood, app: string, user: User, random: SeededRandom): Record<string, unknown> {
  const draw = random();
  if (mood === 'stranger') return notThere(random);
  if (mood === 'leaver') return draw < 0.5 ? blocked(app, user, random) : notThere(random);
  if (mood === 'doubtful') {
    if (draw < 0.75) return resultOf('leaver', app, user, random);
    return draw < 0.85 ? { resultStatus: 'COMPLETED', ...accountOf(user, random) } : unanswered(random);
  }
  if (draw < 0.4) return { resultStatus: 'COMPLETED', ...accountOf(user, random) };
  if (draw < 0.45) return { resultStatus: 'COMPLETED', userFullName: user.userFullName };
  if (draw < 0.48) return { resultStatus: 'FAILED', ...accountOf(user, random), taskError: errorOf(random) };
  if (draw < 0.58) return blocked(app, user, random);
  return draw < 0.75 ? notThere(random) : unanswered(random);
}

export function accountOf({ userId, userFullName, style }: User, random: SeededRandom): Record<string, unknown> {
  const [first, ...rest] = userFullName.split(' ');
  const longest = 'S'.repeat(2048);
  const userStatus = style === 'longest' && random.chance(0.3) ? longest : random.pick(UNLISTED_STATUSES);
  return { userId, userFullName, userFirstName: first, userLastName: rest.join(' ') || undefined, userStatus };
}

export function blocked(app: string, user: User, random: SeededRandom): Record<string, unknown> {
  const statuses = [...BLOCKED_EVERYWHERE, ...(BLOCKED_IN[app] ?? [])];
  return {
    resultStatus: 'COMPLETED',
    ...accountOf(user, random),
    userStatus: spelled(random.pick(statuses), random),
  };
}

/** The app has no such user, in the forms in which AppFabric can say so. */
export function notThere(random: SeededRandom): Record<string, unknown> {
  if (random.chance(0.4)) return { resultStatus: 'COMPLETED' };
  return { resultStatus: random.pick(['COMPLETED', 'FAILED', 'FAILED']), taskError: noSuchUser(random) };
}

export function noSuchUser(random: SeededRandom): TaskError {
  const errorCode = spelled(NO_SUCH_USER.code, random);
  const errorMessage = spelled(NO_SUCH_USER.text, random);
  return random.pick([
    { errorCode },
    { errorMessage },
    { errorCode: '404', errorMessage },
    { errorCode, errorMessage },
  ]);
}

export function unanswered(random: SeededRandom): Record<string, unknown> {
  const draw = random();
  if (draw < 0.3) return { resultStatus: 'EXPIRED', taskError: random.chance(0.5) ? errorOf(random) : undefined };
  if (draw < 0.4) return { resultStatus: 'COMPLETED', taskError: errorOf(random) };
  return { resultStatus: 'FAILED', taskError: random.chance(0.05) ? {} : errorOf(random) };
}

/** An error that says nothing about the account. */
export function errorOf(random: SeededRandom): TaskError {
  const text = spelled(random.pick(Object.keys(DOCUMENTED_ERRORS)), random);
  return random.pick([
    { errorMessage: text },
    { errorCode: 'E-17', errorMessage: text },
    // In doubt, nobody knows.
    { errorCode: NO_SUCH_USER.code, errorMessage: text },
    { errorCode: '504', errorMessage: 'The application did not answer.' },
    { errorCode: 'NOT_FOUND' },
  ]);
}

/** The same words: in another case, with other blanks, and with other punctuation. */
function spelled(text: string, random: SeededRandom): string {
  return random.pick([
    text,
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    text.replace(/[ _]/g, '-'),
    text.replace(/[ _]/g, ''),
    `  ${text.replace(/[.']/g, '')} `,
    `${text}!`,
  ]);
}
