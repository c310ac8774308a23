import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { WatchOutput } from '../../lambda/watch/state';
import { errorMessageIn } from '../../lib/contract/lambda-error';
import type { Watch } from '../../results';
import { failure } from '../errors';
import type { Session } from './session';

/** The watch that has a request: its own, or the one that it joined. */
export interface BegunWatch {
  readonly watch: Watch;
  readonly isJoined: boolean;
}

export interface WatchToBegin {
  readonly executionArn: string;
  /** The name of the execution, which is the id of the watch if it begins one. */
  readonly name: string;
  readonly email: string;
  readonly signal: AbortSignal;
}

const FIRST_WAIT_MS = 100;
const MAX_WAIT_MS = 2_000;

/** Waits until a request is recorded. Returns undefined if the signal aborts first. */
export async function watchBegun(session: Session, begin: WatchToBegin): Promise<BegunWatch | undefined> {
  for (let wait = FIRST_WAIT_MS; !begin.signal.aborted; wait = Math.min(wait * 1.3, MAX_WAIT_MS)) {
    // Before the table is read, which then contains everything that an ended execution recorded.
    const execution = await describe(session, begin.executionArn);
    const watch = await session.results.watch(begin.email);
    if (watch?.watchId === begin.name) return { watch, isJoined: false };
    if (watch && hasJoined(watch, execution, begin.name)) return { watch, isJoined: true };
    if (execution && execution.status !== 'RUNNING') throw notBegun(execution);
    await sleep(wait, undefined, { signal: begin.signal }).catch(() => {});
  }
  return undefined;
}

/** Of the requests that joined, the record has only the first ones. The output has all. */
function hasJoined(watch: Watch, execution: DescribeExecutionCommandOutput | undefined, name: string): boolean {
  if (watch.requesters.some(({ executionName }) => executionName === name)) return true;
  const { joined } = JSON.parse(execution?.output ?? '{}') as Partial<WatchOutput>;
  return joined === watch.watchId;
}

/** `grantWatch` does not include the permission to describe the execution. Without it, only the table is read. */
async function describe({ stepFunctions }: Session, executionArn: string) {
  try {
    return await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if ((error as Error).name === 'AccessDeniedException') return undefined;
    throw error;
  }
}

function notBegun({ status, error, cause }: DescribeExecutionCommandOutput) {
  const why = cause === undefined ? `its execution ended with the status ${status}.` : errorMessageIn(cause);
  return failure(`The watch did not begin: ${error === undefined ? '' : `${error}: `}${why}`);
}
