import * as fc from 'fast-check';
import { synthesizedScanner, VirtualScanner, VirtualWorld } from '../../simulator/world';

const stack = synthesizedScanner(process.cwd());
// Most of these tasks never end, so the scan timeout is short.
for (const { environment } of Object.values(stack.functions)) {
  if (environment.SCAN_TIMEOUT_SECONDS !== undefined) environment.SCAN_TIMEOUT_SECONDS = '60';
}
const ENDS_WELL = ['SUCCEEDED', 'FAILED'];
const NAMED = /^(InvalidScanRequest|AppFabric\w+|AppBundleNotFound|ScanInterrupted)$/;

const junk = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, '', '#', '\u0000', '\u202e', 'x'.repeat(2048), [], {}),
);
const TASK_ID = '5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c1';
const someId = fc.integer({ min: 0, max: 3 }).map((digit) => `${TASK_ID}${digit}`);
const status = fc.constantFrom('COMPLETED', 'FAILED', 'EXPIRED', 'IN_PROGRESS', 'NEW');
const entry = fc.oneof(
  { arbitrary: fc.constantFrom(null, 1, 'x', []), weight: 1 },
  {
    arbitrary: fc.record(
      {
        app: fc.oneof(fc.constant('SLACK'), junk),
        tenantId: fc.oneof(fc.constant('T1'), junk),
        taskId: fc.oneof(someId, junk),
        error: fc.oneof(fc.constant({ errorCode: '403' }), junk),
        resultStatus: fc.oneof(status, junk),
        email: fc.oneof(fc.constant('Ana@Example.com'), junk),
        userId: junk,
        userFullName: junk,
        userStatus: junk,
        tenantDisplayName: junk,
        taskError: fc.oneof(fc.record({ errorCode: junk, errorMessage: junk }, { requiredKeys: [] }), junk),
      },
      { requiredKeys: [] },
    ),
    weight: 6,
  },
);
const list = fc.oneof({ arbitrary: fc.array(entry, { maxLength: 5 }), weight: 8 }, { arbitrary: junk, weight: 1 });

describe('an answer of AppFabric', () => {
  it('of any shape results in a scan with recorded tasks, or in a named error', async () => {
    let seed = 0;
    await fc.assert(
      fc.asyncProperty(list, fc.array(list, { minLength: 1, maxLength: 3 }), async (started, answers) => {
        const world = await VirtualWorld.create({ seed: ++seed, table: stack.table });
        let asked = 0;
        world.network.serve('appfabric', async ({ operation }) => {
          const starts = operation === 'StartUserAccessTasks';
          const body = starts
            ? { userAccessTasksList: started }
            : { userAccessResultsList: answers[asked++ % answers.length] };
          const headers = { 'content-type': 'application/json' };
          return { response: { status: starts ? 201 : 200, headers, body: JSON.stringify(body) } };
        });
        const scanner = new VirtualScanner(stack, world);
        const result = await world.run(() => scanner.execution({ email: 'ana@example.com' }, 'scan-1').start());
        expect(ENDS_WELL).toContain(result.status);
        if (result.status === 'FAILED') expect(result.error).toMatch(NAMED);
        const items = await world.database.items();
        const scan = items.find(({ type }) => type === 'SCAN');
        const open = items.filter(({ type, status: state }) => type === 'TASK' && state === 'IN_PROGRESS');
        if (result.status === 'SUCCEEDED')
          expect({ status: scan?.status, open }).toEqual({ status: 'COMPLETED', open: [] });
        else expect(scan?.status).toBe('FAILED');
      }),
      { numRuns: 60 },
    );
  });
});
