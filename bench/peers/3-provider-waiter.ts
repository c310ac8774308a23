import { taskOf } from '../../simulator/world';
import { addFunction, type Design } from '../design';
import { type Started, work } from './work';

const INTERVAL_SECONDS = 5;
const TOTAL_TIMEOUT_SECONDS = 30 * 60;

/**
 * The waiter of CDK's custom resource provider framework: `isComplete` throws until everything is done, and the Retry
 * block is the loop. The framework's own function in front of `isComplete` is left out, to the design's advantage.
 */
const definition = {
  StartAt: 'onEvent',
  States: {
    onEvent: { Type: 'Task', Resource: 'onEvent', Next: 'isComplete' },
    isComplete: {
      Type: 'Task',
      Resource: 'isComplete',
      Retry: [
        {
          ErrorEquals: ['States.ALL'],
          IntervalSeconds: INTERVAL_SECONDS,
          MaxAttempts: TOTAL_TIMEOUT_SECONDS / INTERVAL_SECONDS,
          BackoffRate: 1,
        },
      ],
      End: true,
    },
  },
};

class NotComplete extends Error {
  override readonly name = 'NotComplete';
}

export const providerWaiter: Design = {
  id: '3-provider-waiter',
  title: "Provider framework's waiter: Retry as the loop, 5 s",
  visible: 'nothing',
  deploy(site) {
    const onEvent = addFunction(site, 'on-event', 60, (outside) => {
      const { start } = work(outside);
      return ({ email, scanId }: { email: string; scanId: string }) => start(email, scanId);
    });
    const isComplete = addFunction(site, 'is-complete', 60, (outside) => {
      const { ended, record, close } = work(outside);
      return async (scan: Started) => {
        const answered = await ended(scan.pending);
        if (answered.length < scan.pending.length) throw new NotComplete('Some tasks are open.');
        await record(scan, answered);
        await close(scan);
      };
    });
    const handlers = { onEvent: taskOf(onEvent), isComplete: taskOf(isComplete) };
    return {
      scan: async (email, scanId) => {
        await site.world.execution({ definition, handlers, input: { email, scanId }, name: scanId }).start();
      },
    };
  },
};
