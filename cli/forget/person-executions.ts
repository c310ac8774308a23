import type { WatchRequester } from '../../lib/contract/watches';
import { type ExecutionIdentity, isSameExecution, type PersonExecution } from './execution';
import type { StoredItem } from './table';

export function scanExecution(record: StoredItem): PersonExecution {
  const { scanId, startedAt, status, failurePublishedAt } = record as Readonly<Record<string, string>>;
  return {
    of: 'scan',
    name: String(scanId),
    startedAt: String(startedAt),
    isOpen: status === 'RUNNING',
    settledAt: failurePublishedAt,
  };
}

/** The executions of the requests that a person's watches name. */
export const watchNames = (own: readonly StoredItem[]) =>
  own
    .filter(({ type }) => type === 'WATCH')
    .flatMap(({ requesters }) =>
      (requesters as readonly WatchRequester[]).map(({ executionName: name, requestedAt: startedAt }) => ({
        name,
        startedAt,
      })),
    );

/** An execution of a request, as far as its id says. */
const watchIdExecution = ({ watchId, startedAt, notBegun }: StoredItem): PersonExecution => ({
  ...{ of: 'watch', name: String(watchId), startedAt: String(startedAt), isOpen: false },
  isNotBegun: notBegun === true,
});

/** Those of the watches, and those of the requests that joined them or did not begin one. */
export function watchExecutions(own: readonly StoredItem[], ids: readonly StoredItem[]): PersonExecution[] {
  const requests = watchNames(own).map((request): PersonExecution => ({ of: 'watch', ...request, isOpen: false }));
  const executions = new Map([...requests, ...ids.map(watchIdExecution)].map((each) => [each.name, each]));
  return [...executions.values()].map((execution) => {
    const watch = own.find(({ type, watchId }) => type === 'WATCH' && watchId === execution.name);
    if (watch === undefined) return execution;
    const { status, endedAt, unpublished } = watch as Readonly<Record<string, string>> & { unpublished?: [] };
    return { ...execution, isOpen: status === 'WATCHING', settledAt: unpublished?.length === 0 ? endedAt : undefined };
  });
}

/**
 * Adds what the table says of an execution of the person that was found by its input.
 *
 * @param items the records of scans and the ids of watches, whoever they are about
 */
export const asRecorded =
  (items: readonly StoredItem[]) =>
  (execution: ExecutionIdentity): PersonExecution => {
    const { of, name } = execution;
    const item = items.find(({ scanId, watchId }) => (of === 'scan' ? scanId : watchId) === name);
    if (item === undefined) return { ...execution, isOpen: false, isUnknown: true };
    const recorded = of === 'scan' ? scanExecution(item) : watchIdExecution(item);
    // An item of an earlier execution with this name stays as it is. And whatever records an end that names nobody does
    // not know the person: the event is encrypted, or this command has written the item.
    if (!isSameExecution(recorded, execution) || item.email === undefined) {
      return { ...execution, isOpen: false, isForgotten: true };
    }
    return recorded;
  };
