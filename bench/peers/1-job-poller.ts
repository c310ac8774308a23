import { taskOf } from '../../simulator/world';
import { addFunction, type Design } from '../design';
import { type Started, work } from './work';

/** The sample "Job poller" of Step Functions: submit, wait, get the status, is it complete?, get the results. */
const definition = {
  StartAt: 'SubmitTasks',
  States: {
    SubmitTasks: { Type: 'Task', Resource: 'submit', Next: 'WaitFiveSeconds' },
    WaitFiveSeconds: { Type: 'Wait', Seconds: 5, Next: 'GetStatus' },
    GetStatus: { Type: 'Task', Resource: 'status', ResultPath: '$.status', Next: 'Complete?' },
    'Complete?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.status', StringEquals: 'SUCCEEDED', Next: 'RecordResults' }],
      Default: 'WaitFiveSeconds',
    },
    RecordResults: { Type: 'Task', Resource: 'record', End: true },
  },
};

/** CDK's LambdaInvoke adds this to every Task by default. */
const retry = [
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Runtime.ExitError',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
  },
];

export const jobPoller: Design = {
  id: '1-job-poller',
  title: 'Job poller: Wait 5 s, Lambda, Choice',
  visible: 'nothing',
  deploy(site) {
    const submit = addFunction(site, 'submit', 60, (outside) => {
      const { start } = work(outside);
      return ({ email, scanId }: { email: string; scanId: string }) => start(email, scanId);
    });
    const status = addFunction(site, 'status', 30, (outside) => {
      const { ended } = work(outside);
      return async ({ pending }: Started) =>
        (await ended(pending)).length === pending.length ? 'SUCCEEDED' : 'RUNNING';
    });
    const record = addFunction(site, 'record', 60, (outside) => {
      const { ended, record, close } = work(outside);
      return async (scan: Started) => {
        await record(scan, await ended(scan.pending));
        await close(scan);
      };
    });
    const handlers = { submit: taskOf(submit), status: taskOf(status), record: taskOf(record) };
    return {
      scan: async (email, scanId) => {
        const input = { email, scanId };
        await site.world.execution({ definition: withRetry(definition), handlers, input, name: scanId }).start();
      },
    };
  },
};

function withRetry({ States, ...machine }: typeof definition) {
  const states = Object.entries(States).map(([name, state]) => [
    name,
    state.Type === 'Task' ? { ...state, Retry: retry } : state,
  ]);
  return { ...machine, States: Object.fromEntries(states) };
}
