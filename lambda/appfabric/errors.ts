import { type ExceptionOptionType, ServiceException } from '@smithy/core/client';
import type { ValidationExceptionField, ValidationExceptionReason } from './models';

/** The base class of AppFabric's exceptions. `name` is the name that AppFabric returned. */
export class AppFabricServiceException extends ServiceException {}

type Options<E extends Error> = ExceptionOptionType<E, AppFabricServiceException>;

export class AccessDeniedException extends AppFabricServiceException {
  override readonly name = 'AccessDeniedException' as const;
  override readonly $fault = 'client' as const;

  constructor(options: Options<AccessDeniedException>) {
    super({ name: 'AccessDeniedException', $fault: 'client', ...options });
  }
}

export class InternalServerException extends AppFabricServiceException {
  override readonly name = 'InternalServerException' as const;
  override readonly $fault = 'server' as const;
  override $retryable = {};
  /** From the header Retry-After. */
  retryAfterSeconds?: number | undefined;

  constructor(options: Options<InternalServerException>) {
    super({ name: 'InternalServerException', $fault: 'server', ...options });
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export class ResourceNotFoundException extends AppFabricServiceException {
  override readonly name = 'ResourceNotFoundException' as const;
  override readonly $fault = 'client' as const;
  resourceId: string | undefined;
  resourceType: string | undefined;

  constructor(options: Options<ResourceNotFoundException>) {
    super({ name: 'ResourceNotFoundException', $fault: 'client', ...options });
    this.resourceId = options.resourceId;
    this.resourceType = options.resourceType;
  }
}

export class ThrottlingException extends AppFabricServiceException {
  override readonly name = 'ThrottlingException' as const;
  override readonly $fault = 'client' as const;
  override $retryable = { throttling: true };
  serviceCode?: string | undefined;
  quotaCode?: string | undefined;
  /** From the header Retry-After. */
  retryAfterSeconds?: number | undefined;

  constructor(options: Options<ThrottlingException>) {
    super({ name: 'ThrottlingException', $fault: 'client', ...options });
    this.serviceCode = options.serviceCode;
    this.quotaCode = options.quotaCode;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export class ValidationException extends AppFabricServiceException {
  override readonly name = 'ValidationException' as const;
  override readonly $fault = 'client' as const;
  reason: ValidationExceptionReason | undefined;
  fieldList?: ValidationExceptionField[] | undefined;

  constructor(options: Options<ValidationException>) {
    super({ name: 'ValidationException', $fault: 'client', ...options });
    this.reason = options.reason;
    this.fieldList = options.fieldList;
  }
}
