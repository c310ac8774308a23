import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  AppFabricClient,
  BatchGetUserAccessTasksCommand,
  StartUserAccessTasksCommand,
  type UserAccessResultItem,
  type UserAccessTaskItem,
} from '../../lambda/appfabric';
import { asObject, type Json } from '../../local/stack/json';
import { type Design, type Site, stateMachine } from '../design';
import { APP_BUNDLE_ARN } from '../workloads';

const START = 'arn:aws:states:::aws-sdk:appfabric:startUserAccessTasks';
const BATCH_GET = 'arn:aws:states:::aws-sdk:appfabric:batchGetUserAccessTasks';
const PUT_ITEM = 'arn:aws:states:::dynamodb:putItem';
const PUT_EVENTS = 'arn:aws:states:::events:putEvents';

/** No code: Step Functions calls every service directly, and a Map handles the results at the end. */
const definition = (tableName: string) => ({
  StartAt: 'StartUserAccessTasks',
  States: {
    StartUserAccessTasks: {
      Type: 'Task',
      Resource: START,
      Parameters: { AppBundleIdentifier: APP_BUNDLE_ARN, 'Email.$': '$.email' },
      ResultSelector: { 'taskIds.$': '$.UserAccessTasksList[*].TaskId' },
      ResultPath: '$.started',
      Next: 'WaitFiveSeconds',
    },
    WaitFiveSeconds: { Type: 'Wait', Seconds: 5, Next: 'BatchGetUserAccessTasks' },
    BatchGetUserAccessTasks: {
      Type: 'Task',
      Resource: BATCH_GET,
      Parameters: { AppBundleIdentifier: APP_BUNDLE_ARN, 'TaskIdList.$': '$.started.taskIds' },
      ResultSelector: {
        'list.$': '$.UserAccessResultsList',
        'open.$': "States.ArrayContains($.UserAccessResultsList[*].ResultStatus, 'IN_PROGRESS')",
      },
      ResultPath: '$.results',
      Next: 'AnyOpen?',
    },
    'AnyOpen?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.results.open', BooleanEquals: true, Next: 'WaitFiveSeconds' }],
      Default: 'EachResult',
    },
    EachResult: {
      Type: 'Map',
      ItemsPath: '$.results.list',
      ItemSelector: { 'scanId.$': '$.scanId', 'result.$': '$$.Map.Item.Value' },
      ItemProcessor: {
        StartAt: 'PutItem',
        States: {
          PutItem: {
            Type: 'Task',
            Resource: PUT_ITEM,
            Parameters: {
              TableName: tableName,
              Item: {
                pk: { 'S.$': "States.Format('SCAN#{}', $.scanId)" },
                sk: { 'S.$': "States.Format('TASK#{}', $.result.TaskId)" },
                email: { 'S.$': '$.result.Email' },
                app: { 'S.$': '$.result.App' },
                tenantId: { 'S.$': '$.result.TenantId' },
                status: { 'S.$': '$.result.ResultStatus' },
                userId: { 'S.$': '$.result.UserId' },
                userStatus: { 'S.$': '$.result.UserStatus' },
              },
            },
            ResultPath: null,
            Next: 'PutEvents',
          },
          PutEvents: {
            Type: 'Task',
            Resource: PUT_EVENTS,
            Parameters: {
              Entries: [
                {
                  Source: 'user-access',
                  DetailType: 'User Access Result',
                  Detail: {
                    'scanId.$': '$.scanId',
                    'email.$': '$.result.Email',
                    'app.$': '$.result.App',
                    'status.$': '$.result.ResultStatus',
                  },
                },
              ],
            },
            ResultPath: null,
            End: true,
          },
        },
      },
      ResultPath: null,
      End: true,
    },
  },
});

export const sdkIntegrations: Design = {
  id: '2-sdk-integrations',
  title: 'Step Functions alone: SDK integrations, Map',
  visible: 'nothing',
  deploy: (site) => stateMachine(site, definition(site.stack.table.TableName), integrations(site)),
};

/** What Step Functions does for these resources. It capitalizes the names of members. */
function integrations({ world }: Site) {
  const requestHandler = world.requestHandler('states');
  const appFabric = new AppFabricClient({ requestHandler });
  const dynamoDb = new DynamoDBClient({ requestHandler });
  const eventBridge = new EventBridgeClient({ requestHandler });
  return {
    [START]: async (payload: Json): Promise<Json> => {
      const { AppBundleIdentifier, Email } = asObject(payload);
      const input = { appBundleIdentifier: String(AppBundleIdentifier), email: String(Email) };
      const { userAccessTasksList = [] } = await appFabric.send(new StartUserAccessTasksCommand(input));
      return { UserAccessTasksList: userAccessTasksList.map(capitalized) };
    },
    [BATCH_GET]: async (payload: Json): Promise<Json> => {
      const { AppBundleIdentifier, TaskIdList } = asObject(payload);
      const input = { appBundleIdentifier: String(AppBundleIdentifier), taskIdList: TaskIdList as string[] };
      const { userAccessResultsList = [] } = await appFabric.send(new BatchGetUserAccessTasksCommand(input));
      return { UserAccessResultsList: userAccessResultsList.map(capitalized) };
    },
    [PUT_ITEM]: async (payload: Json): Promise<Json> => {
      await dynamoDb.send(new PutItemCommand(payload as never));
      return {};
    },
    [PUT_EVENTS]: async (payload: Json): Promise<Json> => {
      const { Entries } = asObject(payload) as { Entries: { Detail: Json }[] };
      const entries = Entries.map((entry) => ({ ...entry, Detail: JSON.stringify(entry.Detail) }));
      await eventBridge.send(new PutEventsCommand({ Entries: entries }));
      return {};
    },
  };
}

const capitalized = (item: UserAccessTaskItem | UserAccessResultItem): Json =>
  Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => typeof value === 'string')
      .map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
  ) as Json;
