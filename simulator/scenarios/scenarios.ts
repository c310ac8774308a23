import { withLongestTexts } from '../faults/people';
import type { Plan } from '../faults/plan';
import { createRandom } from '../world';
import { ALL_CLEARS } from './all-clears';
import { DAY, DENIED, FOREVER, HOUR, latecomer, MINUTE, person, plan, recoveryAfter, scan, TRIGGER } from './builders';
import { WATCHES } from './watches';

const ana = person('ana', 4);
const bo = person('bo', 2);
const lou = latecomer('lou');

/** Plans made by hand, each for something that went wrong once. */
export const SCENARIOS: Readonly<Record<string, Plan>> = {
  // The owner claims the trigger with its second call and dies. DynamoDB then takes nothing, and somebody stops the owner's execution.
  'a claim whose owner never got a record': plan(
    [
      scan('owner', ana, { trigger: TRIGGER, stopsAfterSeconds: 5 * MINUTE, recovery: 'new scan' }),
      scan('second', ana, { trigger: TRIGGER, startsAfterSeconds: 6 * MINUTE }),
    ],
    {
      crashPoint: { state: 'StartScan', call: 2, side: 'after' },
      outages: [{ kind: 'outage: DynamoDB throttles', fromSeconds: 0.01, toSeconds: 10 * MINUTE }],
      recoveries: recoveryAfter(0),
    },
  ),
  'a redrive after the trigger was taken over': plan(
    [
      scan('older', ana, { trigger: TRIGGER }),
      scan('newer', ana, { trigger: TRIGGER, startsAfterSeconds: 10 * MINUTE }),
    ],
    { outages: [DENIED], recoveries: recoveryAfter(HOUR) },
  ),
  'a redriven older scan gets the newer answer': plan(
    [scan('older', lou), scan('newer', lou, { startsAfterSeconds: HOUR })],
    { outages: [DENIED], recoveries: recoveryAfter(DAY) },
  ),
  'EventBridge away for an hour': plan([scan('first', ana), scan('second', bo, { startsAfterSeconds: 20 * MINUTE })], {
    outages: [{ kind: 'outage: EventBridge fails', fromSeconds: 0, toSeconds: HOUR }],
  }),
  // Longer than an execution is patient, and not as long as what records its end.
  'PutEvents denied at closing, for 12 hours': plan([scan('denied', ana)], {
    outages: [{ kind: 'outage: PutEvents denied', fromSeconds: 3, toSeconds: 12 * HOUR }],
    recoveries: recoveryAfter(0),
  }),
  // Longer than EndedScans was patient once. Nobody repairs the policy on a holiday.
  'PutEvents denied for a day and a half': plan([scan('denied', ana)], {
    outages: [{ kind: 'outage: PutEvents denied', fromSeconds: 3, toSeconds: 36 * HOUR }],
    recoveries: recoveryAfter(HOUR),
  }),
  '40 scans with a concurrency of 10': plan(
    Array.from({ length: 40 }, (_, index) =>
      scan(`scan-${index}`, person(`person-${index}`, 3, { seconds: 2 * MINUTE + 20 * index })),
    ),
    { concurrency: { limit: 10, fromSeconds: 0, toSeconds: FOREVER } },
  ),
  '10 scans with a concurrency of 1': plan(
    Array.from({ length: 10 }, (_, index) =>
      scan(`scan-${index}`, person(`person-${index}`, 3, { seconds: 2 * MINUTE + 20 * index })),
    ),
    { concurrency: { limit: 1, fromSeconds: 0, toSeconds: FOREVER } },
  ),
  'retention of a day, redriven after two': plan([scan('late', ana)], {
    retentionSeconds: DAY,
    outages: [DENIED],
    recoveries: recoveryAfter(2 * DAY),
  }),
  // What records the end of an execution gets through only when nothing can be recorded any more.
  'DynamoDB away for longer than records are kept': plan(
    [scan('unrecorded', ana), scan('stopped', bo, { stopsAfterSeconds: 2 })],
    {
      retentionSeconds: DAY,
      outages: [{ kind: 'outage: DynamoDB fails', fromSeconds: 1, toSeconds: 30 * HOUR }],
      recoveries: recoveryAfter(HOUR),
    },
  ),
  'AppFabric silent with 2,000 ids': plan(
    [
      scan('silent', person('person-0', 50), {
        byTaskIds: {
          alsoOf: Array.from({ length: 39 }, (_, index) => person(`person-${index + 1}`, 50)),
          unknownIds: 0,
        },
      }),
    ],
    {
      outages: [{ kind: 'outage: AppFabric is silent', fromSeconds: 0, toSeconds: FOREVER }],
      pollWindowSeconds: MINUTE,
    },
  ),
  'a task id that AppFabric does not know': plan(
    [scan('unknown', ana, { byTaskIds: { alsoOf: [bo], unknownIds: 1 } })],
    { unknownIds: 'refused' },
  ),
  'six false all-clears': ALL_CLEARS,
  ...WATCHES,
  'errors of 100 KB in 50 tasks': plan([
    scan('long', withLongestTexts(person('ana', 50, { startError: { errorCode: '403' } }), createRandom('long'))),
    scan('answers', withLongestTexts(person('bo', 50), createRandom('answers'))),
  ]),
};
