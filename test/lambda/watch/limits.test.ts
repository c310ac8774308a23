import { whatFits } from '../../../lambda/common/what-fits';
import {
  watchClearedEvent,
  watchGivenUpEvent,
  watchOverdueEvent,
  watchStartedEvent,
} from '../../../lambda/events/watch-details';
import { decide } from '../../../lambda/watch/decide';
import { findingsOf } from '../../../lambda/watch/findings';
import { historyOf, MAX_HISTORY_LIST_BYTES } from '../../../lambda/watch/history';
import { hasRoomFor, joinedBy, newWatch, requesterOf } from '../../../lambda/watch/new-watch';
import { nextStepOf } from '../../../lambda/watch/next-step';
import { parseWatchRequest } from '../../../lambda/watch/request';
import type { ScanOutcome } from '../../../lambda/watch/scan-outcome';
import { scanName } from '../../../lambda/watch/scan-start';
import type { NextStep } from '../../../lambda/watch/state';
import {
  cadenceScans,
  HISTORY_EVENTS_PER_SCAN,
  MAX_ASKED_AGAIN_IN_ALL,
  MAX_CADENCE_SCANS,
} from '../../../lib/contract/watch-limits';
import type { WatchRecord } from '../../../lib/contract/watches';

const DAY = 24 * 60 * 60;
const YEAR = 364 * DAY;
const BEGIN = Date.parse('2026-01-05T08:00:00.000Z');
const STARTED_AT = new Date(BEGIN).toISOString();

/** Step Functions' limits of an execution, DynamoDB's of an item, and EventBridge's of an event. */
const MAX_HISTORY_EVENTS = 25_000;
const MAX_STATE_BYTES = 256 * 1024;
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_EVENT_BYTES = 256 * 1024;

/** The longest of everything that a request contains. */
const EMAIL = `${'a'.repeat(308)}@example.com`;
const NAME = 'x'.repeat(80);
const trigger = { id: '"'.repeat(256), source: '語'.repeat(256), time: `2026-01-05T08:00:00.${'0'.repeat(235)}Z` };

/** The 5 events of the function and 2 of the choice, and 2 of the wait. A scan has 6 more. */
const HISTORY_EVENTS_PER_REVIEW = 9;
const EVENTS_OF_RETRIES = 3;

const wait = Math.floor(YEAR / (MAX_CADENCE_SCANS - 1));
const shortest = { cadenceSeconds: [wait], giveUpAfterSeconds: wait * (MAX_CADENCE_SCANS - 1), askAgainTimes: 20 };

/** What the function keeps in a year, if all scans end in this way at once. */
function yearOf(input: object, outcome: Omit<ScanOutcome, 'scan'>, publishes: boolean) {
  const order = parseWatchRequest({ email: EMAIL, trigger, giveUpAfterSeconds: YEAR, ...input }, 2 * YEAR);
  const execution = { name: NAME, startedAt: STARTED_AT };
  let watch = newWatch(order, execution, 0);
  let now = BEGIN;
  let historyEvents = 0;
  let largestState = 0;
  let reviews = 0;
  for (;;) {
    if (!publishes && watch.unpublished.length === 0) watch = { ...watch, unpublished: [{ ...started(watch) }] };
    const step: NextStep = nextStepOf(watch, { execution, email: EMAIL, now });
    largestState = Math.max(largestState, Buffer.byteLength(JSON.stringify(step)));
    if (step.next === 'END' || watch.status !== 'WATCHING') break;
    const isScan = step.next !== 'WAIT_TO_REVIEW';
    historyEvents += isScan ? HISTORY_EVENTS_PER_SCAN : HISTORY_EVENTS_PER_REVIEW;
    if (!isScan) reviews++;
    if (step.until !== undefined) now = Date.parse(step.until);
    const scan = { scanId: scanName(watch) };
    watch = decide(watch, now, isScan ? { ...outcome, scan } : undefined);
  }
  return { watch, historyEvents, largestState, reviews, seconds: (now - BEGIN) / 1000 };
}

const started = (watch: WatchRecord) => watchStartedEvent(watch);

const open: Omit<ScanOutcome, 'scan'> = { findings: findingsOf('OPEN', 'scan', {}), isClear: false, canPass: false };
const unavailable: Omit<ScanOutcome, 'scan'> = { isClear: false, canPass: true };

describe('a watch of a year', () => {
  it('with the usual cadence has 367 scans and 5,523 history events', () => {
    const { watch, historyEvents, seconds } = yearOf({}, open, true);
    expect(watch).toMatchObject({ status: 'GIVEN_UP', scanCount: 367 });
    expect(seconds).toBe(YEAR);
    expect(historyEvents).toBe(367 * HISTORY_EVENTS_PER_SCAN + 2 * HISTORY_EVENTS_PER_REVIEW);
    expect(historyEvents).toBe(5523);
  });

  it('asks an app that is always unavailable 400 times on top of the cadence', () => {
    const { watch, historyEvents } = yearOf({}, unavailable, true);
    expect(watch).toMatchObject({ scanCount: 367 + MAX_ASKED_AGAIN_IN_ALL, askedAgainInAll: MAX_ASKED_AGAIN_IN_ALL });
    expect(historyEvents).toBe(11_523);
  });

  it('stays within the history of an execution at the shortest cadence, with everything unavailable', () => {
    expect(cadenceScans(shortest)).toBe(MAX_CADENCE_SCANS);
    const { watch, historyEvents } = yearOf(shortest, unavailable, true);
    // The last one would start when the watch has ended.
    expect(watch.scanCount).toBe(MAX_CADENCE_SCANS - 1 + MAX_ASKED_AGAIN_IN_ALL);
    expect(historyEvents).toBeLessThanOrEqual(20_000 + 2 * HISTORY_EVENTS_PER_REVIEW);
    // A week of retries, more than once.
    expect(historyEvents + 2 * 350 * EVENTS_OF_RETRIES).toBeLessThan(MAX_HISTORY_EVENTS);
  });

  it('does so even if EventBridge never accepts an event', () => {
    const { historyEvents, reviews } = yearOf(shortest, unavailable, false);
    expect(reviews).toBeLessThan(170);
    expect(historyEvents + 350 * EVENTS_OF_RETRIES).toBeLessThan(MAX_HISTORY_EVENTS);
  });

  it('has a state of about a kilobyte, however long its names are', () => {
    const { largestState } = yearOf({}, open, true);
    expect(largestState).toBeGreaterThan(1000);
    expect(largestState).toBeLessThan(1200);
    expect(largestState).toBeLessThan(MAX_STATE_BYTES / 100);
  });
});

describe('what a watch keeps and tells', () => {
  const tenant = (number: number, length: number) => ({
    app: length === 1 ? 'SLACK' : 'A'.repeat(255),
    tenantId: `${number}${'語'.repeat(length)}`.slice(0, 1024),
    tenantDisplayName: '語'.repeat(Math.min(2048, length * 2)),
    taskId: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
  });
  const tenants = (length: number) => Array.from({ length: 50 }, (_, number) => tenant(number, length));

  /** The largest record and events, with 50 tenants. */
  function largest(length: number) {
    const order = parseWatchRequest({ email: EMAIL, trigger, cadenceSeconds: Array(50).fill(DAY) }, 2 * YEAR);
    let watch = newWatch(order, { name: NAME, startedAt: STARTED_AT }, 4_000_000_000);
    for (;;) {
      const requester = requesterOf(order, { name: NAME, startedAt: STARTED_AT });
      if (!hasRoomFor(watch, requester)) break;
      watch = joinedBy(watch, requester, order);
    }
    const lists = {
      open: tenants(length).map((one) => ({
        ...one,
        userStatus: '語'.repeat(length),
        confirmed: true,
        recordedAt: STARTED_AT,
      })),
      unknown: tenants(length).map((one) => ({ ...one, reason: 'RECONNECT' as const, status: 'TIMED_OUT' as const })),
      authorizationsError: 'x'.repeat(200),
    };
    watch = {
      ...watch,
      ...findingsOf('OPEN', NAME, lists),
      status: 'GIVEN_UP',
      overdueAt: STARTED_AT,
      endedAt: STARTED_AT,
      lastScan: {
        scanId: NAME,
        status: 'FAILED',
        reviewedAt: STARTED_AT,
        error: { name: 'ScanInterrupted', message: 'x'.repeat(500) },
      },
    };
    const answer = {
      scanId: NAME,
      recordedAt: STARTED_AT,
      access: 'OPEN' as const,
      accountFound: true,
      userStatus: '語'.repeat(length),
    };
    const change = {
      id: `changed:${NAME}:${'x'.repeat(100)}`,
      ...tenant(0, length),
      kind: 'REOPENED' as const,
      from: answer,
      to: answer,
    };
    const { taskId: _, ...changed } = change;
    const scan = { scanId: NAME, startedAt: STARTED_AT, status: 'COMPLETED' as const, verdict: 'OPEN' as const };
    const history = {
      scans: whatFits(Array(2000).fill(scan), MAX_HISTORY_LIST_BYTES),
      scansTruncated: true,
      changes: whatFits(Array(2000).fill(changed), MAX_HISTORY_LIST_BYTES),
      changesTruncated: true,
    };
    const events = [watchStartedEvent(watch), watchOverdueEvent(watch, STARTED_AT), watchGivenUpEvent(watch, history)];
    const item = { ...watch, unpublished: events };
    return {
      item: Buffer.byteLength(JSON.stringify(item)),
      event: Math.max(
        ...[...events, watchClearedEvent(watch, history)].map((event) => Buffer.byteLength(JSON.stringify(event))),
      ),
      watch,
    };
  }

  it.each([
    ['the longest names', 1024],
    ['names that fill the lists', 20],
    ['usual names', 1],
  ])('fits into an item and into events, with all events waiting, 50 tenants and %s', (_, length) => {
    const { item, event } = largest(length);
    expect(item).toBeGreaterThan(200 * 1024);
    expect(item).toBeLessThan(0.9 * MAX_ITEM_BYTES);
    // The publisher puts more than this into a request of its own.
    expect(event).toBeLessThan(230 * 1024);
    expect(event).toBeLessThan(MAX_EVENT_BYTES);
  });

  it('says if not all scans, or not all changes, are in the last event', async () => {
    const scan = { scanId: NAME, startedAt: STARTED_AT, status: 'COMPLETED', verdict: 'OPEN' };
    const change = { id: NAME, app: 'ZOOM', tenantId: 'z-1', kind: 'REMOVED', from: scan, to: scan };
    const history = (scanCount: number, changeCount: number) =>
      historyOf({ email: EMAIL, startedAt: STARTED_AT } as never, {
        scans: { ofPersonSince: async () => Array(scanCount).fill(scan) } as never,
        changes: { ofPersonSince: async () => Array(changeCount).fill(change) } as never,
      });
    expect(await history(1, 1)).toMatchObject({ scansTruncated: false, changesTruncated: false });
    expect(await history(2000, 1)).toMatchObject({ scansTruncated: true, changesTruncated: false });
    expect(await history(1, 2000)).toMatchObject({ scansTruncated: false, changesTruncated: true });
  });

  it('says which lists are incomplete', () => {
    expect(largest(1024).watch).toMatchObject({ openTruncated: true, unknownTruncated: true });
    expect(largest(1).watch).toMatchObject({ openTruncated: false, unknownTruncated: false });
    expect(findingsOf('OPEN', 'scan', { openTruncated: true, unknownTruncated: true })).toMatchObject({
      openTruncated: true,
      unknownTruncated: true,
    });
  });
});
