import type { Rule } from 'aws-cdk-lib/aws-events';
import {
  Access,
  ChangeKind,
  type OnChangeOptions,
  type OnResultOptions,
  type OnScanCompletedOptions,
  type OnWatchOptions,
  ResultStatus,
  type UserAccessScanner,
  Verdict,
  WatchEvent,
} from 'cdk-appfabric-user-access';
import { accessOf, type Said } from '../../lambda/access/access';
import { Rules } from '../../lambda/access/rules';
import { changedEvent, resultEvent, type ScanEvent, scanCompletedEvent } from '../../lambda/events/details';
import {
  watchClearedEvent,
  watchGivenUpEvent,
  watchOverdueEvent,
  watchStartedEvent,
  watchStoppedEvent,
} from '../../lambda/events/watch-details';
import { newWatch } from '../../lambda/watch/new-watch';
import { parseWatchRequest } from '../../lambda/watch/request';
import { ACCESSES, VERDICTS } from '../../lib/contract/access/access';
import { CHANGE_KINDS } from '../../lib/contract/changes';
import { EVENT_SOURCE } from '../../lib/contract/names';
import { personOf } from '../../lib/contract/person';
import type { ResultStatus as Status } from '../../lib/contract/records';
import { compileEventPattern } from '../../local/stack/event-pattern';
import type { Json } from '../../local/stack/json';
import { ACCOUNT, deployedRule, deployedTable } from '../support/deployed';
import { scanEnd } from '../support/scan-end';
import { newStack, scannerIn } from '../support/scanner-stack';

const recordedAt = '2026-11-20T08:00:02.500Z';
const common = { scanId: 'scan-1', scanStartedAt: recordedAt, startedAt: recordedAt, expiresAt: 1_800_000_000 };
const email = personOf('ana@example.com').key;

/** The event of a result, as the functions publish it for what AppFabric said. */
function resultOf(said: Said): ScanEvent {
  const { app, status, account, error } = said;
  const decision = accessOf(said, new Rules());
  return resultEvent({
    ...{ ...common, type: 'TASK', taskKey: 'task-1', email, recordedAt },
    ...{ app, status, ...account, error, ...decision },
  });
}

const completedOf = (verdict?: Verdict): ScanEvent => {
  const { summary, lists } = scanEnd({ COMPLETED: 1 }, { verdict, confirmed: verdict && true });
  return scanCompletedEvent({
    ...common,
    type: 'SCAN',
    status: 'COMPLETED',
    endedAt: recordedAt,
    ...summary,
    ...lists,
  });
};

/** The events that a rule matches, of those that are given by their names. */
function matched(create: (scanner: UserAccessScanner) => Rule, events: Record<string, ScanEvent>): string[] {
  const stack = newStack();
  create(scannerIn(stack));
  const matches = compileEventPattern(deployedRule(stack, 'ScannerRule').eventPattern);
  const own = { source: EVENT_SOURCE, account: ACCOUNT, resources: [deployedTable(stack)] };
  const envelope = ({ detailType, detail }: ScanEvent): Json =>
    JSON.parse(JSON.stringify({ ...own, 'detail-type': detailType, detail }));
  return Object.keys(events).filter((name) => matches(envelope(events[name] as ScanEvent)));
}

const slack = { app: 'SLACK', status: 'COMPLETED' } as const;
const results = {
  open: resultOf({ ...slack, account: { userId: 'U1', userStatus: 'ACTIVE' } }),
  blocked: resultOf({ ...slack, account: { userId: 'U1', userStatus: 'Suspended' } }),
  none: resultOf(slack),
  'none by an error': resultOf({ ...slack, status: 'FAILED', error: { errorMessage: 'The user not found' } }),
  failed: resultOf({ ...slack, status: 'FAILED', error: { errorCode: 'NEW' } }),
  expired: resultOf({ ...slack, status: 'EXPIRED' }),
  'timed out in Zoom': resultOf({ app: 'ZOOM', status: 'TIMED_OUT' }),
};
const unanswered = ['failed', 'expired', 'timed out in Zoom'];

test.each<[string, OnResultOptions, string[]]>([
  ['nothing', {}, Object.keys(results)],
  ['one access', { access: [Access.BLOCKED] }, ['blocked']],
  ['several accesses', { access: [Access.OPEN, Access.UNKNOWN] }, ['open', ...unanswered]],
  ['no account', { access: [Access.NONE] }, ['none', 'none by an error']],
  ['accountFound true', { accountFound: true }, ['open', 'blocked']],
  ['accountFound false, which needs an answer', { accountFound: false }, ['none', 'none by an error']],
  ['one status', { status: [ResultStatus.FAILED] }, ['none by an error', 'failed']],
  ['several statuses', { status: [ResultStatus.EXPIRED, ResultStatus.TIMED_OUT] }, ['expired', 'timed out in Zoom']],
  ['an app', { app: 'ZOOM' }, ['timed out in Zoom']],
  ['access and status', { access: [Access.UNKNOWN], status: [ResultStatus.FAILED] }, ['failed']],
  ['access and app', { access: [Access.UNKNOWN], app: 'SLACK' }, ['failed', 'expired']],
  ['access and accountFound', { access: [Access.OPEN, Access.NONE], accountFound: true }, ['open']],
])('onResult with %s matches these results only', (_what, options, expected) => {
  expect(matched((scanner) => scanner.onResult('Rule', options), results)).toEqual(expected);
});

const completed = {
  ...Object.fromEntries(Object.values(Verdict).map((verdict) => [verdict, completedOf(verdict)])),
  'of task ids': completedOf(),
  result: results.open,
};

test.each<[string, OnScanCompletedOptions, string[]]>([
  ['nothing', {}, [...Object.keys(Verdict), 'of task ids']],
  ['one verdict', { verdict: [Verdict.OPEN] }, ['OPEN']],
  ['several verdicts', { verdict: [Verdict.NOT_FOUND, Verdict.CLEAR] }, ['CLEAR', 'NOT_FOUND']],
  ['a list with duplicates', { verdict: [Verdict.OPEN, Verdict.OPEN] }, ['OPEN']],
])('onScanCompleted with %s matches these scans only', (_what, options, expected) => {
  expect(matched((scanner) => scanner.onScanCompleted('Rule', options), completed)).toEqual(expected);
});

const answered = { scanId: 'scan-1', scanStartedAt: recordedAt, recordedAt, accountFound: true } as const;
const changeOf = (kind: ChangeKind, app = 'SLACK'): ScanEvent =>
  changedEvent({
    ...{ type: 'CHANGE', id: 'changed:scan-1:task-1', email, app, tenantId: 'T1', kind, expiresAt: 1_800_000_000 },
    from: { ...answered, access: 'OPEN' },
    to: { ...answered, access: 'BLOCKED' },
  });

const changes = {
  ...Object.fromEntries(Object.values(ChangeKind).map((kind) => [kind, changeOf(kind)])),
  'blocked in Zoom': changeOf(ChangeKind.BLOCKED, 'ZOOM'),
  result: results.open,
};

test.each<[string, OnChangeOptions, string[]]>([
  ['nothing', {}, [...Object.keys(ChangeKind), 'blocked in Zoom']],
  ['one kind', { kind: [ChangeKind.BLOCKED] }, ['BLOCKED', 'blocked in Zoom']],
  ['several kinds', { kind: [ChangeKind.REMOVED, ChangeKind.APPEARED] }, ['APPEARED', 'REMOVED']],
  ['an app', { app: 'ZOOM' }, ['blocked in Zoom']],
  ['a kind and an app', { kind: [ChangeKind.BLOCKED], app: 'SLACK' }, ['BLOCKED']],
])('onChange with %s matches these changes only', (_what, options, expected) => {
  expect(matched((scanner) => scanner.onChange('Rule', options), changes)).toEqual(expected);
});

const order = parseWatchRequest({ email: 'ana@example.com' }, 31_536_000);
const watch = newWatch(order, { name: 'watch-1', startedAt: recordedAt }, 1_800_000_000);
const history = { scans: [], scansTruncated: false, changes: [], changesTruncated: false };
const watches: Record<WatchEvent | 'result', ScanEvent> = {
  STARTED: watchStartedEvent(watch),
  OVERDUE: watchOverdueEvent(watch, recordedAt),
  CLEARED: watchClearedEvent(watch, history),
  GIVEN_UP: watchGivenUpEvent(watch, history),
  STOPPED: watchStoppedEvent(watch, { name: 'WatchStopped', message: 'Stopped.' }, history),
  result: results.open,
};

test.each<[string, OnWatchOptions, string[]]>([
  ['nothing', {}, Object.keys(WatchEvent)],
  ...Object.values(WatchEvent).map((event): [string, OnWatchOptions, string[]] => [
    event,
    { watchEvent: [event] },
    [event],
  ]),
  ['several events', { watchEvent: [WatchEvent.STOPPED, WatchEvent.OVERDUE] }, ['OVERDUE', 'STOPPED']],
])('onWatch with %s matches these events only', (_what, options, expected) => {
  expect(matched((scanner) => scanner.onWatch('Rule', options), watches)).toEqual(expected);
});

test('the enums have the values that are published', () => {
  const statuses: Record<Status, true> = { COMPLETED: true, FAILED: true, EXPIRED: true, TIMED_OUT: true };
  expect(Object.values(Access).sort()).toEqual([...ACCESSES].sort());
  expect(Object.values(Verdict).sort()).toEqual([...VERDICTS].sort());
  expect(Object.values(ChangeKind).sort()).toEqual([...CHANGE_KINDS].sort());
  expect(Object.values(ResultStatus).sort()).toEqual(Object.keys(statuses).sort());
});
