import { ANA, forgettingByHand, JUST_NOW } from '../support/forgetting-by-hand';
import { at, personItem, personScanItem, scanItem, standingItem, taskItem, watchItem } from '../support/table-items';

let by: Awaited<ReturnType<typeof forgettingByHand>>;

beforeEach(async () => {
  by = await forgettingByHand();
});
afterEach(() => by.stop());

/** A scan that began just now, so that its execution can still be there. */
const recent = (rest: object = {}) => ({ startedAt: new Date(JUST_NOW).toISOString(), ...rest });

test('an execution that goes on although its scan is completed is stopped, too: it files what the scan found', async () => {
  await by.put(scanItem('s-1', 1, recent()), taskItem('s-1', 't-1', 'SLACK'), personScanItem(ANA, 's-1', 1));
  by.state.executions['Scans s-1'] = { status: 'RUNNING' };
  const { code } = await by.forget();
  expect([code, by.state.stopped, await by.items()]).toEqual([0, ['Scans s-1'], []]);
});

test('an execution that only has the name of an old one is not stopped: Step Functions frees names after 90 days', async () => {
  await by.put(scanItem('s-1', 1, recent()), personScanItem(ANA, 's-1', 1));
  by.state.executions['Scans s-1'] = { status: 'RUNNING', startDate: JUST_NOW / 1000 + 60 };
  const { code } = await by.forget();
  expect([code, by.state.stopped, await by.items()]).toEqual([0, [], []]);
});

test('what is written after a look that found nothing is deleted, because the table is looked at again', async () => {
  await by.put(personItem(ANA, 1));
  let [isDeleted, isWritten] = [false, false];
  by.state.onRequest = ({ operation }) => {
    isDeleted ||= operation === 'BatchWriteItem';
    if (operation !== 'Query' || !isDeleted || isWritten) return undefined;
    isWritten = true;
    setTimeout(() => void by.put(standingItem(ANA, 'SLACK', 'T1')), 1000);
    return undefined;
  };
  const { code, stdout } = await by.forget(undefined, '--json');
  expect([code, await by.items()]).toEqual([0, []]);
  expect(JSON.parse(stdout).deleted).toMatchObject({ verdicts: 1, standings: 1 });
});

test('what DynamoDB leaves undone in a batch is done again', async () => {
  await by.put(personItem(ANA, 1), standingItem(ANA, 'SLACK', 'T1'), standingItem(ANA, 'ZOOM', 'Z1'));
  let refusals = 3;
  by.state.onRequest = ({ operation, input }) =>
    operation === 'BatchWriteItem' && refusals-- > 0 ? { UnprocessedItems: input.RequestItems } : undefined;
  const { code, stdout } = await by.forget(undefined, '--json');
  expect([code, refusals < 0, await by.items()]).toEqual([0, true, []]);
  expect(JSON.parse(stdout).deleted).toMatchObject({ verdicts: 1, standings: 2 });
});

test('a year of scans is deleted: thousands of items, and a part of them is left undone', async () => {
  const days = Array.from({ length: 365 }, (_, day) => `s-${day}`);
  const apps = Array.from({ length: 10 }, (_, n) => `APP${n}`);
  await by.putMany(
    days.flatMap((id) => [
      ...[scanItem(id, 1), { ...personScanItem(ANA, id, 1), sk: `SCAN#${at(1)}#${id}` }],
      ...apps.map((app) => taskItem(id, `t-${app}`, app)),
    ]),
  );
  await by.put(scanItem('other', 1, { email: 'bo@example.com' }));
  let batches = 0;
  by.state.onRequest = ({ operation, input }) =>
    operation === 'BatchWriteItem' && batches++ % 50 === 0 ? { UnprocessedItems: input.RequestItems } : undefined;
  const { code, stdout } = await by.forget(undefined, '--json');
  expect([code, (await by.items()).map(({ pk }) => pk)]).toEqual([0, ['SCAN#other']]);
  expect(JSON.parse(stdout).deleted).toMatchObject({ scans: 365, results: 3650, history: 365 });
});

test('the executions of all requests for a watch are stopped, those that the watch has no room for, too', async () => {
  const requested = (name: string) => ({ executionName: name, requestedAt: recent().startedAt, dueAt: at(2) });
  const requesters = [requested('w-1'), requested('joined')];
  const id = (name: string) => ({
    ...{ pk: `WATCH#${name}`, sk: 'WATCH_ID', type: 'WATCH_ID', watchId: name, email: ANA },
    ...{ startedAt: recent().startedAt, watchPk: `WATCH_IDS#${ANA}`, watchSk: `${at(1)}#${name}` },
  });
  await by.put(watchItem(ANA, 1, { requesters }), id('w-1'), id('joined'), id('no-room'));
  for (const name of ['w-1', 'joined', 'no-room']) by.state.executions[`Watches ${name}`] = { status: 'RUNNING' };
  const { code, stdout } = await by.forget(undefined, '--json');
  expect([code, await by.items()]).toEqual([0, []]);
  expect(by.state.stopped.sort()).toEqual(['Watches joined', 'Watches no-room', 'Watches w-1']);
  expect(JSON.parse(stdout)).toMatchObject({ deleted: { watches: 1, watchIds: 3 } });
});

test('a scan that is recorded as running and that the state machine does not have is reported', async () => {
  await by.put(scanItem('s-1', 1, { status: 'RUNNING', endedAt: undefined }), personScanItem(ANA, 's-1', 1));
  const { code, stdout, stderr } = await by.forget();
  expect([code, await by.items()]).toEqual([1, []]);
  expect(stdout).toContain('deleted 1 scan and 1 entry in the history of scans.');
  expect(stderr).toContain(
    'Recorded as running, but not in these state machines: s-1. If they run elsewhere, they record the person again.',
  );
});

test('a scan of the person that nothing but the index of scans leads to is found', async () => {
  await by.put(scanItem('s-1', 1), taskItem('s-1', 't-1', 'SLACK'), scanItem('s-2', 2, { email: 'bo@example.com' }));
  const { code } = await by.forget();
  expect([code, (await by.items()).map(({ pk }) => pk)]).toEqual([0, ['SCAN#s-2']]);
});

describe('while an execution has ended that did not succeed, and EndedScans may still record it', () => {
  beforeEach(async () => {
    const error = { name: 'ScanStopped', message: 'It was stopped.' };
    await by.put(scanItem('s-1', 1, recent({ status: 'FAILED', error })), personScanItem(ANA, 's-1', 1));
    by.state.executions['Scans s-1'] = { status: 'ABORTED', stopDate: Date.now() / 1000 - 60 };
  });

  test('nothing is deleted, and Ctrl-C ends the wait', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1500);
    const surroundings = { signal: controller.signal, terminal: { columns: 200 } };
    const { code, stdout, stderr } = await by.forget(surroundings);
    expect([code, stdout, (await by.items()).length]).toEqual([130, '', 2]);
    expect(stderr).toMatch(/Waiting until the ends of the executions are recorded, \d s/);
    expect(stderr).toContain(
      `Stopped. Deleted so far: nothing. To finish, run the command again: user-access forget ${ANA} `,
    );
  });

  test('nothing is deleted either if FailScan has published the failure before the execution ended', async () => {
    const failurePublishedAt = new Date(Date.now() - 120_000).toISOString();
    await by.put(scanItem('s-1', 1, recent({ status: 'FAILED', failurePublishedAt })));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1500);
    expect([(await by.forget({ signal: controller.signal })).code, (await by.items()).length]).toEqual([130, 2]);
  });

  test('everything is deleted as soon as it has', async () => {
    const failurePublishedAt = new Date().toISOString();
    const recorded = scanItem('s-1', 1, recent({ status: 'FAILED', failurePublishedAt }));
    setTimeout(() => void by.put(recorded), 800);
    const { code } = await by.forget();
    expect([code, (await by.items()).map(({ pk, email }) => [pk, email])]).toEqual([0, [['SCAN#s-1', undefined]]]);
  });
});
