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

/** The shapes of AppFabric's model (API version 2023-05-19), in the form that the SDK's runtime reads. */
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

const text = 0;
const textList = 64;
/** Personal data: the trait `sensitive` (8) keeps it out of what a logger is given. */
const sensitiveText: StaticSimpleSchema = [0, NAMESPACE, 'SensitiveText', 8, 0];

const taskError = structure('TaskError', { errorCode: text, errorMessage: text });

const taskItem = structure('UserAccessTaskItem', { app: text, tenantId: text, taskId: text, error: taskError });

const resultItem = structure('UserAccessResultItem', {
  app: text,
  tenantId: text,
  tenantDisplayName: text,
  taskId: text,
  resultStatus: text,
  email: sensitiveText,
  userId: sensitiveText,
  userFullName: sensitiveText,
  userFirstName: sensitiveText,
  userLastName: sensitiveText,
  userStatus: text,
  taskError,
});

export const StartUserAccessTasks$ = post(
  'StartUserAccessTasks',
  '/useraccess/start',
  201,
  { appBundleIdentifier: text, email: sensitiveText },
  { userAccessTasksList: list('UserAccessTasksList', taskItem) },
);

export const BatchGetUserAccessTasks$ = post(
  'BatchGetUserAccessTasks',
  '/useraccess/batchget',
  200,
  { appBundleIdentifier: text, taskIdList: textList },
  { userAccessResultsList: list('UserAccessResultsList', resultItem) },
);

const field = structure('ValidationExceptionField', { name: text, message: text });
const fieldList = list('ValidationExceptionFieldList', field);
/** A number (1) from a header. */
const retryAfterSeconds: $SchemaRef = [1, { httpHeader: 'Retry-After' }];

const modeled = new TypeRegistry(NAMESPACE);

function register(type: ErrorClass, name: string, httpError: number, members: Members = {}): void {
  const all = { message: text, ...members };
  const traits = { error: httpError < 500 ? 'client' : 'server', httpError } as const;
  modeled.registerError([-3, NAMESPACE, name, traits, Object.keys(all), Object.values(all)], type);
}

register(AccessDeniedException, 'AccessDeniedException', 403);
register(InternalServerException, 'InternalServerException', 500, { retryAfterSeconds });
const resource = { resourceId: text, resourceType: text };
register(ResourceNotFoundException, 'ResourceNotFoundException', 404, resource);
const quota = { serviceCode: text, quotaCode: text };
register(ThrottlingException, 'ThrottlingException', 429, { ...quota, retryAfterSeconds });
register(ValidationException, 'ValidationException', 400, { reason: text, fieldList });

/** The runtime falls back to the exception of this namespace for every name that the model does not know. */
const SYNTHETIC_NAMESPACE = `smithy.ts.sdk.synthetic.${NAMESPACE}`;
const anyOther: StaticErrorSchema = [-3, SYNTHETIC_NAMESPACE, 'AppFabricServiceException', 0, [], []];
const synthetic = new TypeRegistry(SYNTHETIC_NAMESPACE);
synthetic.registerError(anyOther, AppFabricServiceException);

export const errorTypeRegistries = [synthetic, modeled];
