import { TypeRegistry } from '@smithy/core/schema';
import type {
  $SchemaRef,
  StaticErrorSchema,
  StaticListSchema,
  StaticOperationSchema,
  StaticSimpleSchema,
  StaticStructureSchema,
} from '@smithy/types';
import {
  AccessDeniedException,
  AppFabricServiceException,
  InternalServerException,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from './errors';

/** The shapes of AppFabric's model (API version 2023-05-19) in the SDK's schema format. */
export const NAMESPACE = 'com.amazonaws.appfabric';

type Members = Record<string, $SchemaRef>;

function structure(name: string, members: Members): StaticStructureSchema {
  return [3, NAMESPACE, name, 0, Object.keys(members), Object.values(members)];
}

function list(name: string, item: $SchemaRef): StaticListSchema {
  return [1, NAMESPACE, name, 0, item];
}

function post(name: string, path: string, status: number, input: Members, output: Members): StaticOperationSchema {
  const http: [string, string, number] = ['POST', path, status];
  return [9, NAMESPACE, name, { http }, structure(`${name}Request`, input), structure(`${name}Response`, output)];
}

function exception(name: string, error: 'client' | 'server', httpError: number, members: Members): StaticErrorSchema {
  const all = { message: string, ...members };
  return [-3, NAMESPACE, name, { error, httpError }, Object.keys(all), Object.values(all)];
}

const string = 0;
const stringList = 64;
/** Personal data. The trait `sensitive` (8) keeps it out of the client's logs. */
const sensitiveString: StaticSimpleSchema = [0, NAMESPACE, 'SensitiveString', 8, 0];

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

export const StartUserAccessTasks$ = post(
  'StartUserAccessTasks',
  '/useraccess/start',
  201,
  { appBundleIdentifier: string, email: sensitiveString },
  { userAccessTasksList: list('UserAccessTasksList', taskItem) },
);

export const BatchGetUserAccessTasks$ = post(
  'BatchGetUserAccessTasks',
  '/useraccess/batchget',
  200,
  { appBundleIdentifier: string, taskIdList: stringList },
  { userAccessResultsList: list('UserAccessResultsList', resultItem) },
);

const field = structure('ValidationExceptionField', { name: string, message: string });
const fieldList = list('ValidationExceptionFieldList', field);
/** A number (1) from a header. */
const retryAfterSeconds: $SchemaRef = [1, { httpHeader: 'Retry-After' }];

const modeled = new TypeRegistry(NAMESPACE);
modeled.registerError(exception('AccessDeniedException', 'client', 403, {}), AccessDeniedException);
modeled.registerError(
  exception('InternalServerException', 'server', 500, { retryAfterSeconds }),
  InternalServerException,
);
modeled.registerError(
  exception('ResourceNotFoundException', 'client', 404, { resourceId: string, resourceType: string }),
  ResourceNotFoundException,
);
modeled.registerError(
  exception('ThrottlingException', 'client', 429, { serviceCode: string, quotaCode: string, retryAfterSeconds }),
  ThrottlingException,
);
modeled.registerError(
  exception('ValidationException', 'client', 400, { reason: string, fieldList }),
  ValidationException,
);

/** For an exception that is not in the model, the SDK uses the exception of this namespace. */
const SYNTHETIC_NAMESPACE = `smithy.ts.sdk.synthetic.${NAMESPACE}`;
const baseException: StaticErrorSchema = [-3, SYNTHETIC_NAMESPACE, 'AppFabricServiceException', 0, [], []];
const synthetic = new TypeRegistry(SYNTHETIC_NAMESPACE);
synthetic.registerError(baseException, AppFabricServiceException);

export const errorTypeRegistries = [synthetic, modeled];
