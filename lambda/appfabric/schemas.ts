import { TypeRegistry } from '@smithy/core/schema';
import type {
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

/** The shapes of AppFabric's model (API version 2023-05-19) as the SDK's runtime reads them. */
export const NAMESPACE = 'com.amazonaws.appfabric';

const text = 0;
const number = 1;
const textList = 64;
/** Personal data: the trait `sensitive` (8) keeps it out of what a logger is given. */
const sensitiveText: StaticSimpleSchema = [0, NAMESPACE, 'SensitiveText', 8, 0];

const taskError: StaticStructureSchema = [3, NAMESPACE, 'TaskError', 0, ['errorCode', 'errorMessage'], [text, text]];
const taskItem: StaticStructureSchema = [
  3,
  NAMESPACE,
  'UserAccessTaskItem',
  0,
  ['app', 'tenantId', 'taskId', 'error'],
  [text, text, text, taskError],
];
const resultItem: StaticStructureSchema = [
  3,
  NAMESPACE,
  'UserAccessResultItem',
  0,
  [
    'app',
    'tenantId',
    'tenantDisplayName',
    'taskId',
    'resultStatus',
    'userStatus',
    'taskError',
    'email',
    'userId',
    'userFullName',
    'userFirstName',
    'userLastName',
  ],
  [
    text,
    text,
    text,
    text,
    text,
    text,
    taskError,
    sensitiveText,
    sensitiveText,
    sensitiveText,
    sensitiveText,
    sensitiveText,
  ],
];
const taskList: StaticListSchema = [1, NAMESPACE, 'UserAccessTasksList', 0, taskItem];
const resultList: StaticListSchema = [1, NAMESPACE, 'UserAccessResultsList', 0, resultItem];

const startRequest: StaticStructureSchema = [
  3,
  NAMESPACE,
  'StartUserAccessTasksRequest',
  0,
  ['appBundleIdentifier', 'email'],
  [text, sensitiveText],
];
const startResponse: StaticStructureSchema = [
  3,
  NAMESPACE,
  'StartUserAccessTasksResponse',
  0,
  ['userAccessTasksList'],
  [taskList],
];
const batchGetRequest: StaticStructureSchema = [
  3,
  NAMESPACE,
  'BatchGetUserAccessTasksRequest',
  0,
  ['appBundleIdentifier', 'taskIdList'],
  [text, textList],
];
const batchGetResponse: StaticStructureSchema = [
  3,
  NAMESPACE,
  'BatchGetUserAccessTasksResponse',
  0,
  ['userAccessResultsList'],
  [resultList],
];

export const StartUserAccessTasks$: StaticOperationSchema = [
  9,
  NAMESPACE,
  'StartUserAccessTasks',
  { http: ['POST', '/useraccess/start', 201] },
  startRequest,
  startResponse,
];
export const BatchGetUserAccessTasks$: StaticOperationSchema = [
  9,
  NAMESPACE,
  'BatchGetUserAccessTasks',
  { http: ['POST', '/useraccess/batchget', 200] },
  batchGetRequest,
  batchGetResponse,
];

const retryAfter: [number, { httpHeader: string }] = [number, { httpHeader: 'Retry-After' }];
const validationField: StaticStructureSchema = [
  3,
  NAMESPACE,
  'ValidationExceptionField',
  0,
  ['name', 'message'],
  [text, text],
];
const validationFieldList: StaticListSchema = [1, NAMESPACE, 'ValidationExceptionFieldList', 0, validationField];

const accessDenied: StaticErrorSchema = [
  -3,
  NAMESPACE,
  'AccessDeniedException',
  { error: 'client', httpError: 403 },
  ['message'],
  [text],
];
const internalServer: StaticErrorSchema = [
  -3,
  NAMESPACE,
  'InternalServerException',
  { error: 'server', httpError: 500 },
  ['message', 'retryAfterSeconds'],
  [text, retryAfter],
];
const resourceNotFound: StaticErrorSchema = [
  -3,
  NAMESPACE,
  'ResourceNotFoundException',
  { error: 'client', httpError: 404 },
  ['message', 'resourceId', 'resourceType'],
  [text, text, text],
];
const throttling: StaticErrorSchema = [
  -3,
  NAMESPACE,
  'ThrottlingException',
  { error: 'client', httpError: 429 },
  ['message', 'serviceCode', 'quotaCode', 'retryAfterSeconds'],
  [text, text, text, retryAfter],
];
const validation: StaticErrorSchema = [
  -3,
  NAMESPACE,
  'ValidationException',
  { error: 'client', httpError: 400 },
  ['message', 'reason', 'fieldList'],
  [text, text, validationFieldList],
];
/** The runtime falls back to the exception of this namespace for every name that the model does not know. */
const SYNTHETIC_NAMESPACE = `smithy.ts.sdk.synthetic.${NAMESPACE}`;
const anyOther: StaticErrorSchema = [-3, SYNTHETIC_NAMESPACE, 'AppFabricServiceException', 0, [], []];

function registries(): TypeRegistry[] {
  const modeled = new TypeRegistry(NAMESPACE);
  modeled.registerError(accessDenied, AccessDeniedException);
  modeled.registerError(internalServer, InternalServerException);
  modeled.registerError(resourceNotFound, ResourceNotFoundException);
  modeled.registerError(throttling, ThrottlingException);
  modeled.registerError(validation, ValidationException);
  const synthetic = new TypeRegistry(SYNTHETIC_NAMESPACE);
  synthetic.registerError(anyOther, AppFabricServiceException);
  return [synthetic, modeled];
}

export const errorTypeRegistries: TypeRegistry[] = /* @__PURE__ */ registries();
