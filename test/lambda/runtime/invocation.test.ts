import { type CurrentState, invocation } from '../../../lambda/runtime/invocation';
import { PassingError, ScanError, ScanRedriven } from '../../../lambda/scan/errors';
import { Collected } from '../../../simulator/world/telemetry';
import { sumsOf } from '../../support/telemetry';

const PERSON = 'ana.diaz@example.com';
const ARN = 'arn:aws:states:us-east-1:111122223333:execution:Scans:scan';
const clock = { now: () => 0, sleep: async () => undefined };
const execution = { Id: ARN, Name: 'scan', StartTime: '2026-01-05T08:00:00Z', Input: { email: PERSON } };
const ended = { executionArn: ARN, name: 'scan', startDate: 0, status: 'ABORTED' as const, redriveCount: 2 };

/** Runs an invocation, and returns what it reported and whether it failed. */
async function run(
  event: Parameters<typeof invocation>[0],
  work: () => unknown,
  idField: 'scanId' | 'watchId' = 'scanId',
) {
  const collected = new Collected();
  const observers = collected.observers({ clock });
  const runtime = { ...observers, environment: {}, clock, random: () => 0.5 };
  const { telemetry } = observers;
  const outcome = await invocation(event, {}, { runtime, idField }, async () => {
    telemetry.measure('polls', 1);
    telemetry.info('Started');
    return work();
  }).then(
    () => ({ thrown: undefined }),
    (thrown: Error) => ({ thrown }),
  );
  const lines = collected.logs.map((line) => JSON.parse(line));
  const traces = collected.traces.map((trace) => JSON.parse(trace));
  return { ...outcome, lines, traces, polls: sumsOf(collected, 'Polls')[''] };
}

const failWith = (error: Error) => () => {
  throw error;
};

describe('every line of an invocation', () => {
  it('has the id of the scan, the execution, and the attempt', async () => {
    const { lines } = await run({ execution, current: { RetryCount: 0 } }, () => undefined);
    expect(lines).toEqual([
      { level: 'INFO', message: 'Started', scanId: 'scan', executionArn: ARN, attempt: 1, durationMs: 0 },
    ]);
  });

  it('has the id of the watch', async () => {
    const { lines } = await run({ execution, current: { RetryCount: 3 } }, () => undefined, 'watchId');
    expect(lines[0]).toMatchObject({ watchId: 'scan', executionArn: ARN, attempt: 4 });
    expect(lines[0]).not.toHaveProperty('scanId');
  });

  it('has the number of redrives', async () => {
    const redriven = { ...execution, RedriveCount: 1 };
    expect((await run({ execution: redriven }, () => undefined)).lines[0]).toMatchObject({ redriveCount: 1 });
  });

  it('has the same of an execution that has ended', async () => {
    const { lines } = await run({ ended, current: { RetryCount: 1 } }, () => undefined);
    expect(lines[0]).toMatchObject({ scanId: 'scan', executionArn: ARN, attempt: 2, redriveCount: 2 });
  });

  it.each<CurrentState | undefined>([undefined, {}])('has no attempt if nobody knows: %j', async (current) => {
    const { lines } = await run({ execution, current }, () => undefined);
    expect(lines[0]).toMatchObject({ scanId: 'scan' });
    expect(lines[0]).not.toHaveProperty('attempt');
  });
});

describe('an invocation that fails', () => {
  it.each([
    ['INFO', new ScanRedriven(), 'ScanRedriven'],
    ['WARN', new PassingError('EventsRefused', 'Later.'), 'EventsRefused'],
    ['ERROR', new ScanError('AppBundleNotFound', 'Connect an app.'), 'AppBundleNotFound'],
  ])('says why, and what it is about, before it ends: %s', async (level, error, errorName) => {
    const { lines, thrown } = await run({ execution }, failWith(error));
    expect(thrown).toBe(error);
    const line = { level, message: 'The step failed', scanId: 'scan', executionArn: ARN };
    expect(lines.at(-1)).toEqual({ ...line, durationMs: 0, errorName, errorMessage: error.message });
  });

  it('says nothing that an error of something else says', async () => {
    const { lines, traces } = await run({ execution }, failWith(new TypeError(PERSON)));
    expect(lines.at(-1)).toMatchObject({ level: 'ERROR', errorName: 'TypeError' });
    expect(JSON.stringify([lines, traces])).not.toContain(PERSON);
  });

  it('has a trace that says so', async () => {
    const { traces } = await run({ execution }, failWith(new ScanError('ScanExpired', 'Start a new one.')));
    expect(traces).toMatchObject([{ fault: true, annotations: { scan_id: 'scan', error_name: 'ScanExpired' } }]);
  });

  it('publishes its metrics, as one that succeeds', async () => {
    expect((await run({ execution }, failWith(new Error()))).polls).toBe(1);
    expect((await run({ execution }, () => undefined)).polls).toBe(1);
  });
});
