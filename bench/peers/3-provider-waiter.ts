import { type Started, tasksDesign } from './work';

const INTERVAL_SECONDS = 5;
const TOTAL_TIMEOUT_SECONDS = 30 * 60;

/**
 * The waiter of CDK's custom resource provider framework: `isComplete` throws until everything is done, and the Retry
 * block is the loop. The framework's own function in front of `isComplete` is left out, to the design's advantage.
 */
const definition = {
  StartAt: 'onEvent',
  States: {
    onEvent: { Type: 'Task', Resource: 'on-event', Next: 'isComplete' },
    isComplete: {
      Type: 'Task',
      Resource: 'is-complete',
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

const title = "Provider framework's waiter: Retry as the loop, 5 s";

export const providerWaiter = tasksDesign({ id: '3-provider-waiter', title, visible: 'nothing' }, definition, {
  'on-event': ({ start }) => start,
  'is-complete':
    ({ ended, record, close }) =>
    async (scan: Started) => {
      const answered = await ended(scan.pending);
      if (answered.length < scan.pending.length) throw new Error('Some tasks are open.');
      await record(scan, answered);
      await close(scan);
    },
});
