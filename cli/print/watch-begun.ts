import type { BegunWatch } from '../connection/begin-watch';
import type { CommandContext } from '../context';
import { time } from './columns';
import { say } from './say';
import { statusOf } from './watch-text';

/** Says that a watch has begun, or that the person was being watched and the request has joined. */
export function sayBegun(context: CommandContext, { watch, isJoined }: BegunWatch, name: string): void {
  const { watchId, email, startedAt, dueAt, giveUpAt, verdict } = watch;
  const times = `It is due ${time(dueAt)}, and ends ${time(giveUpAt)} in any case.`;
  if (!isJoined) {
    say(context, `Watch ${watchId} of ${email} started ${time(startedAt)}. ${times}`);
    return;
  }
  const own = watch.requesters.find(({ executionName }) => executionName === name);
  const earlier = own?.dueAt === dueAt && watch.requesters.every((each) => each === own || each.dueAt > dueAt);
  const late = statusOf(watch) === 'OVERDUE' ? ' It is overdue.' : '';
  const latest = verdict === undefined ? '' : ` The latest verdict is ${verdict}.`;
  say(
    context,
    `${email} is being watched since ${time(startedAt)}, and this request has joined that watch (${watchId}). ` +
      `${earlier ? `By this request, it is due earlier: ${time(dueAt)}. It ends ${time(giveUpAt)} in any case.` : times}${late}${latest}`,
  );
}
