import { TypeRegistry } from '@smithy/core/schema';
import type { $SchemaRef, StaticErrorSchema } from '@smithy/types';
import {
  AccessDeniedException,
  AppFabricServiceException,
  InternalServerException,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from './errors';
import { list, type Members, NAMESPACE, string, structure } from './shapes';

type ErrorClass = Parameters<TypeRegistry['registerError']>[1];

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
