import { ServiceException } from '@smithy/core/client';
import type { ValidationExceptionField, ValidationExceptionReason } from './models';

/** The base class of AppFabric's exceptions. `name` is the name that AppFabric returned. */
export class AppFabricServiceException extends ServiceException {}

// The SDK's runtime makes these of a response, and sets the members that error-schemas.ts names.

export class AccessDeniedException extends AppFabricServiceException {
  override readonly name = 'AccessDeniedException' as const;
  override readonly $fault = 'client' as const;
}

export class InternalServerException extends AppFabricServiceException {
  override readonly name = 'InternalServerException' as const;
  override readonly $fault = 'server' as const;
  override $retryable = {};
  /** From the header Retry-After. */
  retryAfterSeconds?: number | undefined;
}

export class ResourceNotFoundException extends AppFabricServiceException {
  override readonly name = 'ResourceNotFoundException' as const;
  override readonly $fault = 'client' as const;
  resourceId: string | undefined;
  resourceType: string | undefined;
}

export class ThrottlingException extends AppFabricServiceException {
  override readonly name = 'ThrottlingException' as const;
  override readonly $fault = 'client' as const;
  override $retryable = { throttling: true };
  serviceCode?: string | undefined;
  quotaCode?: string | undefined;
  /** From the header Retry-After. */
  retryAfterSeconds?: number | undefined;
}

export class ValidationException extends AppFabricServiceException {
  override readonly name = 'ValidationException' as const;
  override readonly $fault = 'client' as const;
  reason: ValidationExceptionReason | undefined;
  fieldList?: ValidationExceptionField[] | undefined;
}
