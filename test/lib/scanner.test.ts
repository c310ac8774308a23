import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus, EventField } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { IConstruct } from 'constructs';
import { HISTORY_EVENTS_PER_SCAN, MAX_ASKED_AGAIN_IN_ALL, MAX_CADENCE_SCANS } from '../../lib/contract/watch-limits';
import { newStack, scannerIn } from '../support/scanner-stack';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface Reference {
  readonly 'Fn::GetAtt'?: [string, string];
  readonly Ref?: string;
}

/** The definition, with each reference replaced by the logical id of its resource. */
function definitionOf(template: Template, id = /^ScannerWorkflow/) {
  const machines = Object.entries(template.findResources('AWS::StepFunctions::StateMachine')) as [string, Resource][];
  const [, machine] = machines.find(([logicalId]) => id.test(logicalId)) ?? [];
  const definition = machine?.Properties.DefinitionString as { 'Fn::Join': [string, (string | Reference)[]] };
  const parts = definition['Fn::Join'][1];
  return JSON.parse(
    parts.map((part) => (typeof part === 'string' ? part : (part.Ref ?? part['Fn::GetAtt']?.[0]))).join(''),
  );
}

/** The permissions of each role, one per line: the action, the resource and the condition. */
function permissionsOf(template: Template): Record<string, string[]> {
  const permissions: Record<string, string[]> = {};
  for (const policy of Object.values(template.findResources('AWS::IAM::Policy')) as Resource[]) {
    const { Statement } = policy.Properties.PolicyDocument as { Statement: Record<string, unknown>[] };
    const [role] = policy.Properties.Roles as [{ Ref: string }];
    const name = role.Ref.replace(/[0-9A-F]{8}$/, '');
    permissions[name] ??= [];
    for (const { Action, Resource, Condition } of Statement) {
      for (const action of [Action].flat()) {
        const line = `${action} on ${JSON.stringify(Resource)}${Condition ? ` if ${JSON.stringify(Condition)}` : ''}`;
        permissions[name].push(
          line
            .replace(/[0-9A-F]{8}(?=["\\])/g, '')
            .replace(/\{"(Ref|Fn::GetAtt)":("[^"]+"|\["[^"]+","Arn"\])\}/g, '$2'),
        );
      }
    }
  }
  return permissions;
}

describe('with only an app bundle', () => {
  let stack: Stack;
  let template: Template;

  beforeAll(() => {
    stack = newStack();
    const scanner = scannerIn(stack);
    for (const name of ['Starter', 'Reader', 'Watcher', 'Stopper']) {
      const role = new Role(stack, name, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      if (name === 'Starter') scanner.grantStartScan(role);
      else if (name === 'Reader') scanner.grantReadResults(role);
      else if (name === 'Watcher') scanner.grantWatch(role);
      else scanner.grantStopWatch(role);
    }
    template = Template.fromStack(stack);
  });

  test('the table is encrypted, protected and recoverable', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        SSESpecification: Match.absent(),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          Match.objectLike({ IndexName: 'ByApp', Projection: { ProjectionType: 'ALL' } }),
          Match.objectLike({ IndexName: 'ByStatus', Projection: Match.objectLike({ ProjectionType: 'INCLUDE' }) }),
          {
            IndexName: 'ByWatch',
            KeySchema: [
              { AttributeName: 'watchPk', KeyType: 'HASH' },
              { AttributeName: 'watchSk', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      },
    });
  });

  test('each index has as many attributes as DynamoDB allows, 20, or fewer', () => {
    const [table] = Object.values(template.findResources('AWS::DynamoDB::Table')) as [Resource];
    const indexes = table.Properties.GlobalSecondaryIndexes as { Projection: { NonKeyAttributes?: string[] } }[];
    const lengths = indexes.map(({ Projection }) => new Set(Projection.NonKeyAttributes).size);
    expect(Math.max(...lengths)).toBeGreaterThan(0);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(20);
  });

  const bundle = { APP_BUNDLE_ARN: Match.stringLikeRegexp('^arn:aws:appfabric:') };
  const pacing = {
    POLL_WINDOW_SECONDS: '180',
    FIRST_WAIT_SECONDS: '20',
    BACKOFF_RATE: '1.5',
    LONGEST_WAIT_SECONDS: '60',
  };

  test.each([
    ['Starts the tasks', 480, { ...bundle, ...pacing, SCAN_TIMEOUT_SECONDS: '1800' }],
    ['Polls the tasks', 270, { ...bundle, ...pacing }],
    ['Records and publishes that', 120, {}],
    ['Begins, reviews and ends', 60, {}],
  ])('the function that %s has %i seconds and the variables that it needs', (description, timeout, own) => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: Match.stringLikeRegexp(description),
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: timeout,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: {
        LogFormat: 'JSON',
        ApplicationLogLevel: 'DEBUG',
        SystemLogLevel: 'WARN',
        LogGroup: Match.anyValue(),
      },
      Environment: {
        Variables: Match.objectEquals({
          TABLE_NAME: { Ref: Match.stringLikeRegexp('^ScannerTable') },
          TABLE_ARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ScannerTable'), 'Arn'] },
          EVENT_BUS_ARN: {
            'Fn::Join': ['', Match.arrayWith([':event-bus/default'])],
          },
          RESULT_RETENTION_SECONDS: '31536000',
          SCANNER: 'Stack/Scanner',
          POWERTOOLS_LOG_LEVEL: 'INFO',
          AWS_RETRY_MODE: 'adaptive',
          AWS_MAX_ATTEMPTS: '5',
          ...own,
        }),
      },
    });
  });

  test('the table accepts only TLS', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      ResourcePolicy: {
        PolicyDocument: Match.objectLike({
          Statement: [
            Match.objectLike({
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: 'dynamodb:*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ],
        }),
      },
    });
  });

  test('each role has the permissions that its code needs, on its own resources, and no managed policy', () => {
    expect(permissionsOf(template)).toMatchInlineSnapshot(`
{
  "Reader": [
    "dynamodb:Query on [["ScannerTable","Arn"],{"Fn::Join":["",[["ScannerTable","Arn"],"/index/ByApp"]]},{"Fn::Join":["",[["ScannerTable","Arn"],"/index/ByStatus"]]},{"Fn::Join":["",[["ScannerTable","Arn"],"/index/ByWatch"]]}]",
  ],
  "ScannerEndedScansRole": [
    "states:StartExecution on "ScannerEndedScansStateMachine"",
  ],
  "ScannerEndedScansStateMachineRole": [
    "lambda:InvokeFunction on ["ScannerFailScanLive",["ScannerFailScanFunction","Arn"]]",
    "logs:CreateLogDelivery on "*"",
    "logs:GetLogDelivery on "*"",
    "logs:UpdateLogDelivery on "*"",
    "logs:DeleteLogDelivery on "*"",
    "logs:ListLogDeliveries on "*"",
    "logs:PutResourcePolicy on "*"",
    "logs:DescribeResourcePolicies on "*"",
    "logs:DescribeLogGroups on "*"",
    "xray:PutTraceSegments on "*"",
    "xray:PutTelemetryRecords on "*"",
    "xray:GetSamplingRules on "*"",
    "xray:GetSamplingTargets on "*"",
  ],
  "ScannerEndedWatchesRole": [
    "states:StartExecution on "ScannerEndedWatchesStateMachine"",
  ],
  "ScannerEndedWatchesStateMachineRole": [
    "lambda:InvokeFunction on ["ScannerWatchFunctionLive",["ScannerWatchFunction","Arn"]]",
    "logs:CreateLogDelivery on "*"",
    "logs:GetLogDelivery on "*"",
    "logs:UpdateLogDelivery on "*"",
    "logs:DeleteLogDelivery on "*"",
    "logs:ListLogDeliveries on "*"",
    "logs:PutResourcePolicy on "*"",
    "logs:DescribeResourcePolicies on "*"",
    "logs:DescribeLogGroups on "*"",
    "xray:PutTraceSegments on "*"",
    "xray:PutTelemetryRecords on "*"",
    "xray:GetSamplingRules on "*"",
    "xray:GetSamplingTargets on "*"",
  ],
  "ScannerFailScanRole": [
    "logs:CreateLogStream on ["ScannerFailScanLogGroup","Arn"]",
    "logs:PutLogEvents on ["ScannerFailScanLogGroup","Arn"]",
    "dynamodb:PutItem on ["ScannerTable","Arn"]",
    "dynamodb:Query on ["ScannerTable","Arn"]",
    "dynamodb:UpdateItem on ["ScannerTable","Arn"]",
    "dynamodb:GetItem on ["ScannerTable","Arn"]",
    "events:PutEvents on {"Fn::Join":["",["arn:","AWS::Partition",":events:","AWS::Region",":","AWS::AccountId",":event-bus/default"]]} if {"StringEquals":{"events:source":"cdk-appfabric-user-access"}}",
    "xray:PutTraceSegments on "*"",
    "xray:PutTelemetryRecords on "*"",
  ],
  "ScannerPollTasksRole": [
    "logs:CreateLogStream on ["ScannerPollTasksLogGroup","Arn"]",
    "logs:PutLogEvents on ["ScannerPollTasksLogGroup","Arn"]",
    "appfabric:BatchGetUserAccessTasks on "arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"",
    "dynamodb:PutItem on ["ScannerTable","Arn"]",
    "dynamodb:Query on ["ScannerTable","Arn"]",
    "dynamodb:UpdateItem on ["ScannerTable","Arn"]",
    "dynamodb:GetItem on ["ScannerTable","Arn"]",
    "events:PutEvents on {"Fn::Join":["",["arn:","AWS::Partition",":events:","AWS::Region",":","AWS::AccountId",":event-bus/default"]]} if {"StringEquals":{"events:source":"cdk-appfabric-user-access"}}",
    "xray:PutTraceSegments on "*"",
    "xray:PutTelemetryRecords on "*"",
  ],
  "ScannerStartScanRole": [
    "logs:CreateLogStream on ["ScannerStartScanLogGroup","Arn"]",
    "logs:PutLogEvents on ["ScannerStartScanLogGroup","Arn"]",
    "appfabric:StartUserAccessTasks on "arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"",
    "appfabric:ListAppAuthorizations on "arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"",
    "appfabric:BatchGetUserAccessTasks on "arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"",
    "dynamodb:PutItem on ["ScannerTable","Arn"]",
    "dynamodb:Query on ["ScannerTable","Arn"]",
    "dynamodb:UpdateItem on ["ScannerTable","Arn"]",
    "dynamodb:GetItem on ["ScannerTable","Arn"]",
    "events:PutEvents on {"Fn::Join":["",["arn:","AWS::Partition",":events:","AWS::Region",":","AWS::AccountId",":event-bus/default"]]} if {"StringEquals":{"events:source":"cdk-appfabric-user-access"}}",
    "xray:PutTraceSegments on "*"",
    "xray:PutTelemetryRecords on "*"",
  ],
  "ScannerWatchFunctionRole": [
    "logs:CreateLogStream on ["ScannerWatchFunctionLogGroup","Arn"]",
    "logs:PutLogEvents on ["ScannerWatchFunctionLogGroup","Arn"]",
    "dynamodb:PutItem on ["ScannerTable","Arn"]",
    "dynamodb:Query on ["ScannerTable","Arn"]",
    "dynamodb:UpdateItem on ["ScannerTable","Arn"]",
    "dynamodb:GetItem on ["ScannerTable","Arn"]",
    "events:PutEvents on {"Fn::Join":["",["arn:","AWS::Partition",":events:","AWS::Region",":","AWS::AccountId",":event-bus/default"]]} if {"StringEquals":{"events:source":"cdk-appfabric-user-access"}}",
    "xray:PutTraceSegments on "*"",
    "xray:PutTelemetryRecords on "*"",
  ],
  "ScannerWatchWorkflowStateMachineRole": [
    "lambda:InvokeFunction on ["ScannerWatchFunctionLive",["ScannerWatchFunction","Arn"]]",
    "states:StartExecution on "ScannerWorkflowStateMachine"",
    "states:DescribeExecution on {"Fn::Join":["",["arn:","AWS::Partition",":states:","AWS::Region",":","AWS::AccountId",":execution:",{"Fn::GetAtt":["ScannerWorkflowStateMachine","Name"]},":*"]]}",
    "states:StopExecution on {"Fn::Join":["",["arn:","AWS::Partition",":states:","AWS::Region",":","AWS::AccountId",":execution:",{"Fn::GetAtt":["ScannerWorkflowStateMachine","Name"]},":*"]]}",
    "events:PutTargets on {"Fn::Join":["",["arn:","AWS::Partition",":events:","AWS::Region",":","AWS::AccountId",":rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"]]}",
    "events:PutRule on {"Fn::Join":["",["arn:","AWS::Partition",":events:","AWS::Region",":","AWS::AccountId",":rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"]]}",
    "events:DescribeRule on {"Fn::Join":["",["arn:","AWS::Partition",":events:","AWS::Region",":","AWS::AccountId",":rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"]]}",
    "logs:CreateLogDelivery on "*"",
    "logs:GetLogDelivery on "*"",
    "logs:UpdateLogDelivery on "*"",
    "logs:DeleteLogDelivery on "*"",
    "logs:ListLogDeliveries on "*"",
    "logs:PutResourcePolicy on "*"",
    "logs:DescribeResourcePolicies on "*"",
    "logs:DescribeLogGroups on "*"",
    "xray:PutTraceSegments on "*"",
    "xray:PutTelemetryRecords on "*"",
    "xray:GetSamplingRules on "*"",
    "xray:GetSamplingTargets on "*"",
  ],
  "ScannerWorkflowStateMachineRole": [
    "lambda:InvokeFunction on [{"Fn::Join":["",[["ScannerStartScanFunction","Arn"],":*"]]},["ScannerStartScanFunction","Arn"]]",
    "lambda:InvokeFunction on [{"Fn::Join":["",[["ScannerFailScanFunction","Arn"],":*"]]},["ScannerFailScanFunction","Arn"]]",
    "lambda:InvokeFunction on [{"Fn::Join":["",[["ScannerPollTasksFunction","Arn"],":*"]]},["ScannerPollTasksFunction","Arn"]]",
    "logs:CreateLogDelivery on "*"",
    "logs:GetLogDelivery on "*"",
    "logs:UpdateLogDelivery on "*"",
    "logs:DeleteLogDelivery on "*"",
    "logs:ListLogDeliveries on "*"",
    "logs:PutResourcePolicy on "*"",
    "logs:DescribeResourcePolicies on "*"",
    "logs:DescribeLogGroups on "*"",
    "xray:PutTraceSegments on "*"",
    "xray:PutTelemetryRecords on "*"",
    "xray:GetSamplingRules on "*"",
    "xray:GetSamplingTargets on "*"",
  ],
  "Starter": [
    "states:StartExecution on "ScannerWorkflowStateMachine"",
  ],
  "Stopper": [
    "states:StopExecution on {"Fn::Join":["",["arn:","AWS::Partition",":states:","AWS::Region",":","AWS::AccountId",":execution:",{"Fn::GetAtt":["ScannerWatchWorkflowStateMachine","Name"]},":*"]]}",
  ],
  "Watcher": [
    "states:StartExecution on "ScannerWatchWorkflowStateMachine"",
  ],
}
`);
    for (const role of Object.values(template.findResources('AWS::IAM::Role')) as Resource[]) {
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  test('the state machine is standard, traced, and logs errors without the data of an execution', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: Match.absent(),
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: Match.objectLike({ Level: 'ERROR', IncludeExecutionData: false }),
      EncryptionConfiguration: Match.absent(),
    });
  });

  test('the workflow polls until all tasks are done, and all errors go to FailScan and then to EndScan', () => {
    const { States, StartAt, TimeoutSeconds } = definitionOf(template);
    expect({ StartAt, TimeoutSeconds }).toEqual({ StartAt: 'StartScan', TimeoutSeconds: 1800 + 22 * 3600 });
    expect(Object.keys(States).sort()).toEqual(
      ['AllDone', 'EndScan', 'FailScan', 'HasFailed', 'PollTasks', 'ScanCompleted', 'StartScan', 'WaitForTasks'].sort(),
    );
    expect(States.StartScan).toMatchObject({
      Next: 'AllDone',
      Parameters: { 'execution.$': '$$.Execution', 'current.$': '$$.State' },
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$', Next: 'FailScan' }],
      TimeoutSeconds: 495,
    });
    expect(States.PollTasks).toMatchObject({
      Next: 'AllDone',
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'FailScan' }],
      Parameters: { 'execution.$': '$$.Execution', 'current.$': '$$.State', 'state.$': '$' },
      TimeoutSeconds: 285,
    });
    expect(States.AllDone).toMatchObject({
      Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'ScanCompleted' }],
      Default: 'WaitForTasks',
    });
    expect(States.WaitForTasks).toMatchObject({ SecondsPath: '$.waitSeconds', Next: 'PollTasks' });
    expect(States.FailScan).toMatchObject({
      Next: 'HasFailed',
      Parameters: { 'execution.$': '$$.Execution', 'current.$': '$$.State', 'failure.$': '$' },
      TimeoutSeconds: 135,
    });
    expect(States.HasFailed).toMatchObject({
      Choices: [
        { Variable: '$.failed', IsPresent: true, Next: 'EndScan' },
        { Variable: '$.done', BooleanEquals: true, Next: 'ScanCompleted' },
      ],
      Default: 'StartScan',
    });
    expect(States.EndScan).toMatchObject({
      Next: 'StartScan',
      Parameters: { 'execution.$': '$$.Execution', 'current.$': '$$.State', 'state.$': '$' },
      TimeoutSeconds: 135,
    });
    for (const state of ['FailScan', 'EndScan']) expect(States[state]).not.toHaveProperty('Catch');
  });

  const FULL_JITTER = { IntervalSeconds: 2, BackoffRate: 2, JitterStrategy: 'FULL' };

  test.each([
    // As long as the scan timeout of 30 minutes.
    [
      'StartScan',
      'StartScan',
      [{ ErrorEquals: ['AppFabricUnavailable'], ...FULL_JITTER, MaxDelaySeconds: 180, MaxAttempts: 28 }],
    ],
    ['PollTasks', 'PollTasks', []],
    ['FailScan', 'FailScan', []],
    ['EndScan', 'FailScan', []],
  ])('%s retries errors that pass for hours, and errors of the scan not at all', (state, calls, own) => {
    const { States } = definitionOf(template);
    expect(States[state].Resource).toMatch(new RegExp(`^Scanner${calls}FunctionCurrentVersion`));
    expect(States[state].Retry).toEqual([
      {
        ErrorEquals: expect.arrayContaining(['InvalidScanRequest', 'ScanInterrupted', 'ScanRedriven']),
        MaxAttempts: 0,
      },
      {
        ErrorEquals: expect.arrayContaining([
          'Lambda.TooManyRequestsException',
          'Lambda.ServiceException',
          // The functions are in a VPC, and have not run for weeks.
          'Lambda.ResourceNotReadyException',
          'Lambda.ResourceConflictException',
          'Lambda.ENILimitReachedException',
          'Lambda.SubnetIPAddressLimitReachedException',
          'Lambda.EC2ThrottledException',
          'Lambda.EC2UnexpectedException',
          'ServiceUnavailable',
          'EventsRefused',
          'TriggerPending',
        ]),
        ...FULL_JITTER,
        MaxDelaySeconds: 180,
        // 4 hours, at 90 s on average.
        MaxAttempts: 168,
      },
      ...own,
      { ErrorEquals: ['States.ALL'], ...FULL_JITTER, MaxDelaySeconds: 60, MaxAttempts: 8 },
    ]);
  });

  test('what an execution cannot record when it ends, another state machine records', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        account: [{ Ref: 'AWS::AccountId' }],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [{ Ref: Match.stringLikeRegexp('^ScannerWorkflowStateMachine') }],
          status: ['ABORTED', 'TIMED_OUT', 'FAILED'],
        },
      },
      EventBusName: Match.absent(),
      Targets: [
        Match.objectLike({
          Arn: { Ref: Match.stringLikeRegexp('^ScannerEndedScansStateMachine') },
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    });
    const { States } = definitionOf(template, /EndedScans/);
    expect(States).toEqual({
      // As long as the longest function, StartScan, can run on.
      WaitForFunctions: { Type: 'Wait', Seconds: 480, Next: 'RecordEnd' },
      RecordEnd: {
        Type: 'Task',
        End: true,
        Resource: expect.stringMatching(/^ScannerFailScanLive/),
        Parameters: { 'ended.$': '$.detail', 'current.$': '$$.State' },
        TimeoutSeconds: 135,
        Retry: [{ ErrorEquals: ['States.ALL'], ...FULL_JITTER, MaxDelaySeconds: 360, MaxAttempts: 3368 }],
      },
    });
  });

  test('the workflow of watches scans, reviews and waits, and a scan that fails is reviewed, too', () => {
    const definition = definitionOf(template, /WatchWorkflow/);
    // A watch can take as long as Step Functions allows.
    expect(definition).not.toHaveProperty('TimeoutSeconds');
    expect(definition.StartAt).toBe('StartWatch');
    const watch = {
      Type: 'Task',
      Next: 'NextStep',
      Resource: expect.stringMatching(/^ScannerWatchFunction/),
      TimeoutSeconds: 75,
      Retry: [
        { ErrorEquals: ['InvalidWatchRequest', 'WatchStopped', 'WatchInterrupted'], MaxAttempts: 0 },
        // A week, at half an hour on average.
        { ErrorEquals: ['States.ALL'], ...FULL_JITTER, MaxDelaySeconds: 3600, MaxAttempts: 344 },
      ],
    };
    expect(definition.States).toEqual({
      StartWatch: { ...watch, Parameters: { 'execution.$': '$$.Execution', 'current.$': '$$.State' } },
      NextStep: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.next', StringEquals: 'SCAN', Next: 'Scan' },
          { Variable: '$.next', StringEquals: 'WAIT_TO_SCAN', Next: 'WaitForScan' },
          { Variable: '$.next', StringEquals: 'WAIT_TO_REVIEW', Next: 'WaitForReview' },
          { Variable: '$.next', StringEquals: 'END', Next: 'WatchEnded' },
        ],
        Default: 'UnknownStep',
      },
      Scan: {
        Type: 'Task',
        Resource: 'arn:AWS::Partition:states:::states:startExecution.sync:2',
        Parameters: {
          StateMachineArn: expect.stringMatching(/^ScannerWorkflowStateMachine/),
          'Name.$': '$.scan.name',
          'Input.$': '$.scan.input',
        },
        ResultPath: null,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.scanFailure', Next: 'Review' }],
        Next: 'Review',
      },
      Review: { ...watch, Parameters: { 'execution.$': '$$.Execution', 'current.$': '$$.State', 'state.$': '$' } },
      WaitForScan: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Scan' },
      WaitForReview: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Review' },
      WatchEnded: { Type: 'Succeed' },
      UnknownStep: { Type: 'Fail', Error: 'WatchInterrupted' },
    });
  });

  test('a week of retries, and all scans of a watch, fit into the history of an execution', () => {
    const { Review } = definitionOf(template, /WatchWorkflow/).States;
    // Scheduled, started and failed.
    const retries = 3 * Review.Retry[1].MaxAttempts;
    const scans = HISTORY_EVENTS_PER_SCAN * (MAX_CADENCE_SCANS + MAX_ASKED_AGAIN_IN_ALL);
    expect({ retries, scans }).toEqual({ retries: 1032, scans: 19_995 });
    // Four such weeks.
    expect(scans + 4 * retries).toBeLessThan(25_000);
  });

  test.each([/EndedScans/, /EndedWatches/])('a week of retries fits into the history of %s', (id) => {
    const states: Record<string, { Retry?: { MaxAttempts: number }[] }> = definitionOf(template, id).States;
    const retries = Object.values(states).flatMap(({ Retry = [] }) => Retry.map(({ MaxAttempts }) => 3 * MaxAttempts));
    expect(retries).toEqual([10_104]);
  });

  test('what the execution of a watch cannot record when it ends, another state machine records', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        account: [{ Ref: 'AWS::AccountId' }],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [{ Ref: Match.stringLikeRegexp('^ScannerWatchWorkflowStateMachine') }],
          status: ['ABORTED', 'TIMED_OUT', 'FAILED'],
        },
      },
      EventBusName: Match.absent(),
      Targets: [
        Match.objectLike({
          Arn: { Ref: Match.stringLikeRegexp('^ScannerEndedWatchesStateMachine') },
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    });
    expect(definitionOf(template, /EndedWatches/).States).toEqual({
      WaitForFunctions: { Type: 'Wait', Seconds: 60, Next: 'RecordWatchEnd' },
      RecordWatchEnd: {
        Type: 'Task',
        End: true,
        Resource: expect.stringMatching(/^ScannerWatchFunction/),
        Parameters: { 'ended.$': '$.detail', 'current.$': '$$.State' },
        TimeoutSeconds: 75,
        Retry: [{ ErrorEquals: ['States.ALL'], ...FULL_JITTER, MaxDelaySeconds: 360, MaxAttempts: 3368 }],
      },
    });
  });

  test('logs are kept for a year, even if the stack is deleted', () => {
    template.resourceCountIs('AWS::Logs::LogGroup', 5);
    template.allResources('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Retain',
      Properties: { RetentionInDays: 365, KmsKeyId: Match.absent() },
    });
  });

  test('the template is unchanged', () => {
    const json = JSON.stringify(template.toJSON())
      .replace(/[0-9a-f]{64}\.zip/g, '<bundle>.zip')
      .replace(/(?<=CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '<hash>');
    expect(JSON.parse(json)).toMatchSnapshot();
  });
});

describe('with an encryption key', () => {
  let template: Template;

  beforeAll(() => {
    const stack = newStack();
    const scanner = scannerIn(stack, { encryptionKey: new Key(stack, 'Key') });
    const role = new Role(stack, 'Both', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    scanner.grantStartScan(role);
    scanner.grantReadResults(role);
    const other = new Role(stack, 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    scanner.grantWatch(other);
    scanner.grantStopWatch(other);
    template = Template.fromStack(stack);
  });

  const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };

  test('it encrypts the table, the logs and the data of the state machine', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: key });
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: key },
    });
  });

  test('AWS services can use it, each for what it encrypts', () => {
    const statement = (service: unknown, condition: object) =>
      Match.objectLike({ Principal: { Service: service }, Condition: condition });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          statement(Match.anyValue(), { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Match.anyValue() } }),
          statement('delivery.logs.amazonaws.com', {
            StringEquals: { 'kms:EncryptionContext:SourceArn': Match.anyValue() },
          }),
          statement('events.amazonaws.com', { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
        ]),
      },
    });
  });

  test('roles can use it only through DynamoDB, or for the state machine', () => {
    const uses = Object.entries(permissionsOf(template)).map(([role, lines]) => [
      role,
      lines.filter((line) => line.startsWith('kms:')),
    ]);
    expect(Object.fromEntries(uses)).toMatchInlineSnapshot(`
{
  "Both": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWorkflowStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWorkflowStateMachine"}}",
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
  ],
  "Other": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWatchWorkflowStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWatchWorkflowStateMachine"}}",
  ],
  "ScannerEndedScansRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerEndedScansStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerEndedScansStateMachine"}}",
  ],
  "ScannerEndedScansStateMachineRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerEndedScansStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerEndedScansStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:SourceArn":{"Fn::Join":["",["arn:","AWS::Partition",":logs:","AWS::Region",":","AWS::AccountId",":*"]]}}}",
  ],
  "ScannerEndedWatchesRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerEndedWatchesStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerEndedWatchesStateMachine"}}",
  ],
  "ScannerEndedWatchesStateMachineRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerEndedWatchesStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerEndedWatchesStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:SourceArn":{"Fn::Join":["",["arn:","AWS::Partition",":logs:","AWS::Region",":","AWS::AccountId",":*"]]}}}",
  ],
  "ScannerFailScanRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:Encrypt on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:DescribeKey on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
  ],
  "ScannerPollTasksRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:Encrypt on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:DescribeKey on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
  ],
  "ScannerStartScanRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:Encrypt on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:DescribeKey on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
  ],
  "ScannerWatchFunctionRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:Encrypt on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
    "kms:DescribeKey on ["Key","Arn"] if {"StringEquals":{"kms:ViaService":{"Fn::Join":["",["dynamodb.","AWS::Region",".amazonaws.com"]]}}}",
  ],
  "ScannerWatchWorkflowStateMachineRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWorkflowStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWorkflowStateMachine"}}",
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWatchWorkflowStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWatchWorkflowStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:SourceArn":{"Fn::Join":["",["arn:","AWS::Partition",":logs:","AWS::Region",":","AWS::AccountId",":*"]]}}}",
  ],
  "ScannerWorkflowStateMachineRole": [
    "kms:Decrypt on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWorkflowStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"ScannerWorkflowStateMachine"}}",
    "kms:GenerateDataKey on ["Key","Arn"] if {"StringEquals":{"kms:EncryptionContext:SourceArn":{"Fn::Join":["",["arn:","AWS::Partition",":logs:","AWS::Region",":","AWS::AccountId",":*"]]}}}",
  ],
}
`);
  });
});

test('DESTROY deletes the table and the logs with the stack', () => {
  const stack = newStack();
  scannerIn(stack, { removalPolicy: RemovalPolicy.DESTROY });
  const template = Template.fromStack(stack);
  template.hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Delete',
    Properties: { DeletionProtectionEnabled: false },
  });
  template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
});

test.each([
  ['with an account and a Region', { env: { account: '111122223333', region: 'us-east-1' } }],
  ['for any account and Region', undefined],
])('results go to the specified event bus by its ARN, in a stack %s', (_, props) => {
  const stack = newStack(props);
  const eventBusArn = 'arn:aws:events:us-east-1:444455556666:event-bus/security';
  scannerIn(stack, { eventBus: EventBus.fromEventBusArn(stack, 'Bus', eventBusArn) });
  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ EVENT_BUS_ARN: eventBusArn }) },
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({ Action: 'events:PutEvents', Resource: eventBusArn })]),
    },
  });
});

test('every resource is a public property', () => {
  const stack = newStack();
  const scanner = scannerIn(stack, { registerEventSchemas: true });
  const pathOf = ({ node }: IConstruct) => node.path.replace('Stack/Scanner/', '');
  expect(pathOf(scanner.startScanLogGroup)).toBe('StartScan/LogGroup');
  expect(pathOf(scanner.pollTasksLogGroup)).toBe('PollTasks/LogGroup');
  expect(pathOf(scanner.failScanLogGroup)).toBe('FailScan/LogGroup');
  expect(pathOf(scanner.watchLogGroup)).toBe('WatchFunction/LogGroup');
  expect(pathOf(scanner.stateMachineLogGroup)).toBe('WorkflowLogs');
  expect(pathOf(scanner.endedScansStateMachine)).toBe('EndedScans/StateMachine');
  expect(pathOf(scanner.endedScansDeadLetterQueue)).toBe('EndedScans/DeadLetterQueue');
  expect(pathOf(scanner.endedWatchesStateMachine)).toBe('EndedWatches/StateMachine');
  expect(pathOf(scanner.endedWatchesDeadLetterQueue)).toBe('EndedWatches/DeadLetterQueue');
  expect(scanner.watchStateMachine.metricFailed().metricName).toBe('ExecutionsFailed');
  expect(scanner.stateMachine.metricFailed().metricName).toBe('ExecutionsFailed');
  expect([
    scanner.startScanFunction,
    scanner.pollTasksFunction,
    scanner.failScanFunction,
    scanner.watchFunction,
  ]).not.toContain(undefined);
  expect(stack.resolve(scanner.eventBus.eventBusName)).toBe('default');
  expect(scanner.eventSchemaRegistry).toBeDefined();
});

test('the encryption key encrypts queues and schedules, and their roles can use it', () => {
  const stack = newStack();
  const scanner = scannerIn(stack, { encryptionKey: new Key(stack, 'Key') });
  const trigger = scanner.scanOn('Offboarded', {
    eventPattern: { source: ['com.example.hr'] },
    email: EventField.fromPath('$.detail.email'),
  });
  const watch = scanner.scanOnSchedule('Watch', {
    schedule: ScheduleExpression.rate(Duration.days(1)),
    emails: ['ana@example.com'],
  });
  const left = scanner.watchOn('Left', {
    eventPattern: { source: ['com.example.hr'] },
    email: EventField.fromPath('$.detail.email'),
  });
  const template = Template.fromStack(stack);
  const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
  template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
  template.allResourcesProperties('AWS::Scheduler::Schedule', { KmsKeyArn: key });
  for (const role of [trigger.role, watch.role, left.role]) {
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(role.roleName) as object],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Condition: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': Match.anyValue() } },
          }),
        ]),
      },
    });
  }
});
