import {
  label,
  list,
  operation,
  queryInteger,
  queryString,
  sensitiveString,
  string,
  stringList,
  structure,
} from './shapes';

/** The operations of AppFabric's model (API version 2023-05-19) that the functions use. */

const taskError = structure('TaskError', { errorCode: string, errorMessage: string });

const taskItem = structure('UserAccessTaskItem', { app: string, tenantId: string, taskId: string, error: taskError });

const resultItem = structure('UserAccessResultItem', {
  app: string,
  tenantId: string,
  tenantDisplayName: string,
  taskId: string,
  resultStatus: string,
  email: sensitiveString,
  userId: sensitiveString,
  userFullName: sensitiveString,
  userFirstName: sensitiveString,
  userLastName: sensitiveString,
  userStatus: string,
  taskError,
});

export const StartUserAccessTasks$ = operation(
  'StartUserAccessTasks',
  ['POST', '/useraccess/start', 201],
  { appBundleIdentifier: string, email: sensitiveString },
  { userAccessTasksList: list('UserAccessTasksList', taskItem) },
);

export const BatchGetUserAccessTasks$ = operation(
  'BatchGetUserAccessTasks',
  ['POST', '/useraccess/batchget', 200],
  { appBundleIdentifier: string, taskIdList: stringList },
  { userAccessResultsList: list('UserAccessResultsList', resultItem) },
);

/**
 * Without the member `updatedAt`, which nothing here reads: the SDK rejects a whole response for one timestamp that it
 * cannot parse.
 */
const authorizationSummary = structure('AppAuthorizationSummary', {
  appAuthorizationArn: string,
  appBundleArn: string,
  app: string,
  tenant: structure('Tenant', { tenantIdentifier: string, tenantDisplayName: string }),
  status: string,
});

export const ListAppAuthorizations$ = operation(
  'ListAppAuthorizations',
  ['GET', '/appbundles/{appBundleIdentifier}/appauthorizations', 200],
  { appBundleIdentifier: label, maxResults: queryInteger('maxResults'), nextToken: queryString('nextToken') },
  {
    appAuthorizationSummaryList: list('AppAuthorizationSummaryList', authorizationSummary),
    nextToken: string,
  },
);
