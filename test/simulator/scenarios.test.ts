import { SCENARIOS } from '../../simulator/scenarios/scenarios';
import type { Outcome } from '../../simulator/simulate';
import { runSimulator } from '../support/simulator';

type Result = Outcome & { readonly scenario: string };
let results: readonly Result[];

// All in one process: each of them alone would take longer to load than to run.
beforeAll(async () => {
  results = await runSimulator('--json', '--scenarios');
});

/** The only run of a scenario, with the ends of its scans by their names. */
function outcomeOf(scenario: string) {
  const result = results.find((one) => one.scenario === scenario);
  if (!result) throw new Error(`${scenario} was not run.`);
  return { ...result, ...Object.fromEntries(result.ends.map((end) => [end.name, end])) } as Result &
    Record<string, Result['ends'][number]>;
}

test.each(Object.keys(SCENARIOS))('keeps every promise: %s', (scenario) => {
  // npm run simulate -- --scenario NAME replays it.
  expect(outcomeOf(scenario).violations).toEqual([]);
});

test('a claim whose owner never got a record does not hold back the second delivery', () => {
  const { second, ends } = outcomeOf('a claim whose owner never got a record');
  expect(second).toMatchObject({ status: 'SUCCEEDED', output: { status: 'COMPLETED', taskCount: 4 } });
  // It waits until the end of the owner is recorded, or the scenario is about something else.
  expect(second?.seconds).toBeGreaterThan(420);
  expect(ends.find(({ name }) => name !== 'second')).toMatchObject({ output: { duplicateOf: 'second' } });
});

test('a redriven scan finishes as itself, although another scan has its trigger', () => {
  const { older, newer, duplicates } = outcomeOf('a redrive after the trigger was taken over');
  expect([older, newer]).toMatchObject([{ output: { status: 'COMPLETED' } }, { output: { status: 'COMPLETED' } }]);
  expect(duplicates).toBe(0);
});

test('a redriven older scan finds the account that the newer one did not', () => {
  const { older, newer } = outcomeOf('a redriven older scan gets the newer answer');
  expect([older, newer]).toMatchObject([{ output: { accountsFound: 1 } }, { output: { accountsFound: 0 } }]);
});

test('an hour without EventBridge costs lateness of a few minutes, and nobody has to help', () => {
  const { ends, faults, executions } = outcomeOf('EventBridge away for an hour');
  expect(ends).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }]);
  for (const { seconds } of ends) expect(seconds).toBeLessThan(3600 + 300);
  expect(faults['execution: redriven']).toBeUndefined();
  expect(executions).toBe(2);
});

test('a scan whose events are denied for hours ends, and its redrive completes it', () => {
  const { denied, invocations, faults } = outcomeOf('PutEvents denied at closing, for 12 hours');
  expect(faults['execution: redriven']).toBe(1);
  expect(denied).toMatchObject({ status: 'SUCCEEDED', output: { status: 'COMPLETED', taskCount: 4 } });
  expect(invocations).toBeLessThan(400);
});

test('after days without permission to publish, all is told within minutes, before anybody redrives the scan', () => {
  const { timeline } = outcomeOf('PutEvents denied for a day and a half');
  const secondOf = (what: string) => Number.parseFloat(timeline.find((line) => line.includes(what)) ?? '');
  const told = secondOf('> User Access Scan Completed');
  expect(told).toBeGreaterThan(36 * 3600);
  expect(told).toBeLessThan(36 * 3600 + 400);
  expect(secondOf('! execution: redriven')).toBeGreaterThan(told);
});

test.each([
  [40, 10],
  [10, 1],
])('%i scans that Lambda throttles at %i at once wait for their turn', (scans, concurrency) => {
  const { ends, faults } = outcomeOf(`${scans} scans with a concurrency of ${concurrency}`);
  expect(faults['Lambda: concurrency used up']).toBeGreaterThan(0);
  expect(ends.filter(({ status }) => status === 'SUCCEEDED')).toHaveLength(scans);
});

test('a watch and its scans take turns at a concurrency of 1', () => {
  const { watched, faults } = outcomeOf('two watches with a concurrency of 1');
  expect(faults['Lambda: concurrency used up']).toBeGreaterThan(0);
  expect(watched).toMatchObject({ ends: ['CLEARED', 'CLEARED'] });
});

test('a redrive is refused when the records expire', () => {
  const { late } = outcomeOf('retention of a day, redriven after two');
  expect(late).toMatchObject({ status: 'FAILED', error: 'ScanExpired' });
});

test('a scan that nobody could record while its records were kept is told all the same', () => {
  const { timeline, unrecorded, stopped } = outcomeOf('DynamoDB away for longer than records are kept');
  expect([unrecorded, stopped]).toMatchObject([{ error: 'ScanExpired' }, { error: 'ScanExpired' }]);
  const lines = timeline.filter((line) => line.includes('> User Access Scan Failed'));
  const seconds = lines.map((line) => Number.parseFloat(line)).sort((a, b) => a - b);
  // Each is told soon after the outage, and again when its redrive is refused.
  expect(seconds[1]).toBeGreaterThan(30 * 3600);
  expect(seconds[1]).toBeLessThan(30 * 3600 + 400);
});

test('a scan of 2,000 ids of a silent AppFabric ends a quarter of an hour after its timeout', () => {
  const { silent } = outcomeOf('AppFabric silent with 2,000 ids');
  expect(silent).toMatchObject({ status: 'SUCCEEDED', output: { counts: { TIMED_OUT: 2000 } } });
  expect(silent?.seconds).toBeLessThan((30 + 15 + 5) * 60);
});

test('one task id that AppFabric does not know does not matter to the others', () => {
  const { unknown } = outcomeOf('a task id that AppFabric does not know');
  expect(unknown).toMatchObject({ status: 'SUCCEEDED', output: { counts: { COMPLETED: 6, TIMED_OUT: 1 } } });
});

test('the longest errors fit into the table', () => {
  const { long, answers } = outcomeOf('errors of 100 KB in 50 tasks');
  expect(long).toMatchObject({ status: 'SUCCEEDED', output: { counts: { FAILED: 50 } } });
  expect(answers).toMatchObject({ status: 'SUCCEEDED', output: { taskCount: 50 } });
});

describe('people who once seemed to need nothing, or seemed to have access', () => {
  // Nobody has to remember what an app that is no longer connected once said, or that no answer is no account.
  test.each([
    ['an app is no longer connected', 'disconnected again', 'OPEN', false, { UNKNOWN: 1, NONE: 2 }],
    ['an account is suspended', 'suspended', 'CLEAR', true, { BLOCKED: 1, NONE: 2 }],
    ['no account looks like a failure', 'absent', 'NOT_FOUND', true, { NONE: 3 }],
    ['an app fails that had an account', 'failing again', 'OPEN', false, { UNKNOWN: 1, NONE: 2 }],
    ['an app has never answered', 'silent', 'UNKNOWN', false, { UNKNOWN: 1, BLOCKED: 2 }],
    ['the address is mistyped', 'mistyped', 'NOT_FOUND', true, { NONE: 3 }],
  ])('%s', (_, name, verdict, confirmed, counts) => {
    const accessCounts = { OPEN: 0, BLOCKED: 0, NONE: 0, UNKNOWN: 0, ...counts };
    expect(outcomeOf('six false all-clears')[name]).toMatchObject({ output: { verdict, confirmed, accessCounts } });
  });
});

describe('watches of days', () => {
  /** What the executions that watch ended with, by their names. */
  const endsOf = (scenario: string) =>
    Object.fromEntries(outcomeOf(scenario).watches.map(({ name, ...end }) => [name, end]));

  test('the second account is closed after the due time', () => {
    const { watched, executions } = outcomeOf('Slack is closed after 5 hours, and Zoom after 30');
    expect(watched).toMatchObject({ ends: ['CLEARED'], overdue: 1 });
    expect(watched.changes.toSorted()).toEqual(['BLOCKED', 'REMOVED']);
    expect(executions).toBe(5);
  });

  test('nobody closes the account', () => {
    expect(outcomeOf('an account that nobody closes').watched).toMatchObject({ ends: ['GIVEN_UP'], overdue: 1 });
  });

  test('nobody by this address is clear only if the request says so', () => {
    const { lou, clear } = endsOf('nobody by this address');
    expect([lou, clear]).toMatchObject([{ output: { status: 'GIVEN_UP' } }, { output: { status: 'CLEARED' } }]);
  });

  test('an app that says nothing any more keeps a person from being cleared', () => {
    for (const scenario of ['an app that fails until the watch gives up', 'an app whose authorization is taken away']) {
      expect(outcomeOf(scenario).watched.ends).toEqual(['GIVEN_UP']);
    }
    // It is asked again between the steps of the cadence.
    const [asked, notAsked] = [
      'an app that fails until the watch gives up',
      'an app whose authorization is taken away',
    ].map((scenario) => outcomeOf(scenario).executions);
    expect(asked).toBeGreaterThan(Number(notAsked) + 10);
  });

  test('a scan of somebody else that finds the account open keeps the watch going', () => {
    const { verdicts, watched, executions } = outcomeOf('a newer scan finds the account open');
    expect(watched.ends).toEqual(['CLEARED']);
    // The second scan of the watch was clear, and was not enough.
    expect(verdicts.filter((verdict) => verdict === 'CLEAR')).toHaveLength(2);
    expect(executions).toBe(4);
  });

  test('requests while a watch is reviewed join it, and it ends only after a scan that asked after them', () => {
    const { watched } = outcomeOf('requests while the watch ends');
    const { first, ...requests } = endsOf('requests while the watch ends');
    expect(Object.values(requests)).toHaveLength(40);
    for (const { output } of Object.values(requests))
      expect(output).toMatchObject({ status: 'JOINED', joined: 'first' });
    expect(watched.ends).toEqual(['CLEARED']);
    expect(first?.seconds).toBeGreaterThan(15 * 60);
  });

  test('a request that is due earlier makes the watch overdue earlier', () => {
    const { watched } = outcomeOf('a request with an earlier due time');
    const { second } = endsOf('a request with an earlier due time');
    expect(watched).toMatchObject({ ends: ['GIVEN_UP'], overdue: 1 });
    expect(second).toMatchObject({ output: { status: 'JOINED', joined: 'first' } });
    // It looks itself at its due time, because the other one sleeps.
    expect(second?.seconds).toBeGreaterThanOrEqual(2 * 3600);
  });

  test('a trigger that is delivered twice begins one watch', () => {
    const { again } = endsOf('a trigger that is delivered twice');
    expect(again).toMatchObject({ output: { status: 'DUPLICATE', joined: 'first' } });
  });

  test('a watch that was stopped stays so when it is redriven, and does not hold up the next', () => {
    const { stopped, next } = endsOf('a watch that is stopped while its scan runs, and redriven');
    expect([stopped, next]).toMatchObject([{ output: { status: 'STOPPED' } }, { output: { status: 'GIVEN_UP' } }]);
  });

  test('services that are away for hours make a watch late, and do not end it', () => {
    for (const scenario of ['EventBridge away for a day', 'functions throttled for 12 hours at the due time']) {
      expect(outcomeOf(scenario)).toMatchObject({ watched: { ends: ['CLEARED'] }, watches: [{ status: 'SUCCEEDED' }] });
    }
  });
});
