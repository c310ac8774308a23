import { type Started, tasksDesign } from './work';

/** CDK's LambdaInvoke adds this to every Task by default. */
const Retry = [
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

/** The sample "Job poller" of Step Functions: submit, wait, get the status, is it complete?, get the results. */
const definition = {
  StartAt: 'SubmitTasks',
  States: {
    SubmitTasks: { Type: 'Task', Resource: 'submit', Retry, Next: 'WaitFiveSeconds' },
    WaitFiveSeconds: { Type: 'Wait', Seconds: 5, Next: 'GetStatus' },
    GetStatus: { Type: 'Task', Resource: 'status', ResultPath: '$.status', Retry, Next: 'Complete?' },
    'Complete?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.status', StringEquals: 'SUCCEEDED', Next: 'RecordResults' }],
      Default: 'WaitFiveSeconds',
    },
    RecordResults: { Type: 'Task', Resource: 'record', Retry, End: true },
  },
};

const about = { id: '1-job-poller', title: 'Job poller: Wait 5 s, Lambda, Choice', visible: 'nothing' };

export const jobPoller = tasksDesign(about, definition, {
  submit: ({ start }) => start,
  status:
    ({ ended }) =>
    async ({ pending }: Started) =>
      (await ended(pending)).length === pending.length ? 'SUCCEEDED' : 'RUNNING',
  record:
    ({ ended, record, close }) =>
    async (scan: Started) => {
      await record(scan, await ended(scan.pending));
      await close(scan);
    },
});
