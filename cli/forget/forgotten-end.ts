import { scanRecordKey, watchIdKey } from '../../lib/contract/keys';
import { ScanErrorName } from '../../lib/contract/names';
import { type ExecutionIdentity, MAX_END_MS } from './execution';
import type { StoredItem } from './table';

const MESSAGE = 'The execution did not succeed, and the person was forgotten.';

/**
 * What stays of an execution that ended without success. EndedScans and EndedWatches can record its end for weeks, and
 * more than once, with the person from the input. This item, which names nobody, tells them that it is recorded.
 */
export function forgottenEnd({ of, name, startedAt }: ExecutionIdentity, now: number): StoredItem {
  const at = new Date(now).toISOString();
  const item = { startedAt, expiresAt: Math.ceil((now + MAX_END_MS) / 1000) };
  if (of === 'watch') return { ...watchIdKey(name), type: 'WATCH_ID', watchId: name, notBegun: true, ...item };
  const error = { name: ScanErrorName.STOPPED, message: MESSAGE };
  const end = { status: 'FAILED', endedAt: at, error, failurePublishedAt: at };
  return { ...scanRecordKey(name), type: 'SCAN', scanId: name, ...end, ...item };
}
