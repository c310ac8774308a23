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
type ErrorClass = Parameters<TypeRegistry['registerError']>[1];

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

function register(type: ErrorClass, name: string, httpError: number, members: Members = {}): void {
  const all = { message: string, ...members };
  const traits = { error: httpError < 500 ? 'client' : 'server', httpError } as const;
  modeled.registerError([-3, NAMESPACE, name, traits, Object.keys(all), Object.values(all)], type);
}

register(AccessDeniedException, 'AccessDeniedException', 403);
register(InternalServerException, 'InternalServerException', 500, { retryAfterSeconds });
const resource = { resourceId: string, resourceType: string };
register(ResourceNotFoundException, 'ResourceNotFoundException', 404, resource);
const quota = { serviceCode: string, quotaCode: string };
register(ThrottlingException, 'ThrottlingException', 429, { ...quota, retryAfterSeconds });
register(ValidationException, 'ValidationException', 400, { reason: string, fieldList });

/** For an exception that is not in the model, the SDK uses the exception of this namespace. */
const SYNTHETIC_NAMESPACE = `smithy.ts.sdk.synthetic.${NAMESPACE}`;
const baseException: StaticErrorSchema = [-3, SYNTHETIC_NAMESPACE, 'AppFabricServiceException', 0, [], []];
const synthetic = new TypeRegistry(SYNTHETIC_NAMESPACE);
synthetic.registerError(baseException, AppFabricServiceException);

export const errorTypeRegistries = [synthetic, modeled];
