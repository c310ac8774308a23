import type { NextStep } from '../../../lambda/watch/state';
import { at, BEGIN, CLEAR, DAY, OPEN, PERSON, withWatches } from '../../support/watch-steps';

/**
 * What a deployment finds: states of executions that wait, and records, as version 1 wrote them. Do not change them. An
 * execution can wait for months, and then run with a later version.
 */
const STATES: Record<'scanned' | 'waiting' | 'joined', NextStep> = {
  scanned: {
    watchId: 'leaver',
    startedAt: '2026-01-05T08:00:00.000Z',
    email: 'Ana@Example.com',
    next: 'WAIT_TO_SCAN',
    until: '2026-01-05T09:00:00.058Z',
    scan: {
      name: 'leaver-2',
      input: {
        email: 'Ana@Example.com',
        trigger: {
          id: 'leaver-2',
          source: 'cdk-appfabric-user-access.watch',
          time: '2026-01-05T09:00:00.058Z',
        },
      },
    },
  },
  waiting: {
    watchId: 'leaver',
    startedAt: '2026-01-05T08:00:00.000Z',
    email: 'Ana@Example.com',
    next: 'WAIT_TO_REVIEW',
    until: '2026-01-06T08:00:00.000Z',
  },
  joined: {
    watchId: 'leaver',
    startedAt: '2026-01-05T08:00:00.000Z',
    email: 'ana@example.com',
    next: 'WAIT_TO_REVIEW',
    until: '2026-01-05T10:00:00.000Z',
  },
};

const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };

const RECORD = {
  pk: 'PERSON#ana@example.com',
  sk: 'WATCH',
  watchPk: 'WATCH#WATCHING',
  watchSk: '2026-01-06T08:00:00.000Z#ana@example.com#leaver',
  type: 'WATCH',
  watchId: 'leaver',
  email: 'ana@example.com',
  status: 'WATCHING',
  startedAt: '2026-01-05T08:00:00.000Z',
  dueAt: '2026-01-06T08:00:00.000Z',
  giveUpAt: '2026-02-04T08:00:00.000Z',
  requesters: [
    {
      executionName: 'leaver',
      requestedAt: '2026-01-05T08:00:00.000Z',
      dueAt: '2026-01-06T08:00:00.000Z',
      trigger,
    },
  ],
  settings: {
    cadenceSeconds: [3600, 14400, 43200, 86400],
    dueInSeconds: 86400,
    giveUpAfterSeconds: 2592000,
    askAgainSeconds: 900,
    askAgainTimes: 4,
    notFoundIsClear: false,
  },
  scanCount: 1,
  failedScanCount: 0,
  lastScan: {
    scanId: 'leaver-1',
    status: 'COMPLETED',
    verdict: 'OPEN',
    reviewedAt: '2026-01-05T08:00:00.058Z',
  },
  verdict: 'OPEN',
  verdictScanId: 'leaver-1',
  nextScanAt: '2026-01-05T09:00:00.058Z',
  open: [
    {
      app: 'SLACK',
      tenantId: 'T0123',
      userStatus: 'ACTIVE',
      confirmed: true,
      recordedAt: '2026-01-05T08:00:00.040Z',
    },
  ],
  openTruncated: false,
  unknown: [],
  unknownTruncated: false,
  turn: 2,
  step: 1,
  stepAt: '2026-01-05T09:00:00.058Z',
  askedAgain: 0,
  askedAgainInAll: 0,
  revision: 4,
  unpublished: [
    {
      detailType: 'User Access Watch Started',
      time: '2026-01-05T08:00:00.000Z',
      detail: {
        version: '1',
        id: 'watch-started:leaver:2026-01-05T08:00:00.000Z',
        watchId: 'leaver',
        email: 'ana@example.com',
        status: 'WATCHING',
        startedAt: '2026-01-05T08:00:00.000Z',
        dueAt: '2026-01-06T08:00:00.000Z',
        giveUpAt: '2026-02-04T08:00:00.000Z',
        requests: [{ requestedAt: '2026-01-05T08:00:00.000Z', dueAt: '2026-01-06T08:00:00.000Z', trigger }],
        scanCount: 0,
        failedScanCount: 0,
      },
    },
  ],
  expiresAt: 1801728000,
};

describe('an execution that waits while another version is deployed', () => {
  it('continues with its scan', () =>
    withWatches(async ({ put, execution, until, scan, review, published, watch }) => {
      const leaver = execution('leaver', { trigger });
      await put(RECORD);
      await until(3601);
      const { scanned } = STATES;
      await scan('leaver-2', CLEAR, scanned.next === 'END' || !scanned.scan ? {} : scanned.scan.input);
      expect(await review(leaver, scanned)).toEqual({ watchId: 'leaver', next: 'END', status: 'CLEARED' });
      expect(published()).toEqual(['watch-started', 'watch-cleared']);
      expect(await watch()).toMatchObject({ scanCount: 2, unpublished: [] });
    }));

  it('plans the next scan', () =>
    withWatches(async ({ put, execution, until, scan, review }) => {
      const leaver = execution('leaver', { trigger });
      await put(RECORD);
      await until(3601);
      const { scanned } = STATES;
      await scan('leaver-2', OPEN, scanned.next === 'END' || !scanned.scan ? {} : scanned.scan.input);
      const next = await review(leaver, scanned);
      expect(next).toMatchObject({ next: 'WAIT_TO_SCAN', scan: { name: 'leaver-3' } });
      const wait = next.next === 'END' ? 0 : Date.parse(next.until ?? '') - BEGIN;
      expect(Math.round(wait / 1000)).toBe(3601 + 4 * 3600);
    }));

  it('is overdue at its due time', () =>
    withWatches(async ({ put, execution, until, review, published }) => {
      const leaver = execution('leaver', { trigger });
      await put({ ...RECORD, nextScanAt: '2026-01-07T08:00:00.000Z', stepAt: '2026-01-07T08:00:00.000Z' });
      await until(DAY);
      expect(await review(leaver, STATES.waiting)).toMatchObject({
        next: 'WAIT_TO_SCAN',
        until: '2026-01-07T08:00:00.000Z',
      });
      expect(published()).toEqual(['watch-started', 'watch-overdue']);
    }));

  it('looks after the due time of its request', () =>
    withWatches(async ({ put, execution, until, review, eventsOf }) => {
      const dueAt = '2026-01-05T10:00:00.000Z';
      const second = execution('second', { dueInSeconds: 7200 });
      const requester = { executionName: 'second', requestedAt: second.StartTime, dueAt };
      await put({ ...RECORD, dueAt, requesters: [...RECORD.requesters, requester] });
      await until(7200);
      expect(await review(second, STATES.joined)).toEqual({
        watchId: 'second',
        next: 'END',
        status: 'JOINED',
        joined: 'leaver',
      });
      expect(eventsOf('overdue')[0]?.detail).toMatchObject({ dueAt, startedAt: at(0), email: PERSON });
    }));

  it('is recorded when it is stopped', () =>
    withWatches(async ({ put, execution, end, watch, published }) => {
      await put(RECORD);
      await put({
        pk: 'WATCH#leaver',
        sk: 'WATCH_ID',
        type: 'WATCH_ID',
        watchId: 'leaver',
        startedAt: at(0),
        email: PERSON,
      });
      await end(execution('leaver'), 'ABORTED', { input: null });
      expect(await watch()).toMatchObject({ status: 'STOPPED', unpublished: [] });
      expect(published()).toEqual(['watch-started', 'watch-stopped']);
    }));

  it('fails if its record has expired, so that its end is published', () =>
    withWatches(async ({ execution, review, end, published }) => {
      const leaver = execution('leaver', { trigger });
      await expect(review(leaver, STATES.waiting)).rejects.toMatchObject({
        name: 'WatchInterrupted',
        message: expect.stringContaining('Start a new watch.'),
      });
      await end(leaver, 'FAILED', { error: 'WatchInterrupted' });
      expect(published()).toEqual(['watch-stopped']);
      expect(await review(execution('second'), STATES.joined)).toEqual({
        watchId: 'second',
        next: 'END',
        status: 'JOINED',
        joined: 'leaver',
      });
    }));
});
