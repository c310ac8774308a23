/** Inputs and outputs of the operations, with the names that @aws-sdk/client-appfabric uses. */

export const ResultStatus = {
  COMPLETED: 'COMPLETED',
  EXPIRED: 'EXPIRED',
  FAILED: 'FAILED',
  IN_PROGRESS: 'IN_PROGRESS',
} as const;
export type ResultStatus = (typeof ResultStatus)[keyof typeof ResultStatus];

export type ValidationExceptionReason = 'cannotParse' | 'fieldValidationFailed' | 'other' | 'unknownOperation';

export interface ValidationExceptionField {
  name: string | undefined;
  message: string | undefined;
}

/** Why a task could not be started, or ended without an answer. */
export interface TaskError {
  errorCode?: string | undefined;
  errorMessage?: string | undefined;
}

/** The task for one app authorization, or the reason why it could not be started. */
export interface UserAccessTaskItem {
  app: string | undefined;
  tenantId: string | undefined;
  /** Absent if the task could not be started. `error` then has the reason. */
  taskId?: string | undefined;
  error?: TaskError | undefined;
}

/** The current result of a task. */
export interface UserAccessResultItem {
  app?: string | undefined;
  tenantId?: string | undefined;
  tenantDisplayName?: string | undefined;
  taskId?: string | undefined;
  resultStatus?: ResultStatus | undefined;
  email?: string | undefined;
  userId?: string | undefined;
  userFullName?: string | undefined;
  userFirstName?: string | undefined;
  userLastName?: string | undefined;
  /** Free text from the app, such as ACTIVE or deprovisioned. */
  userStatus?: string | undefined;
  taskError?: TaskError | undefined;
}

export interface StartUserAccessTasksRequest {
  /** The ARN or the id of the app bundle. */
  appBundleIdentifier: string | undefined;
  email: string | undefined;
}

export interface StartUserAccessTasksResponse {
  userAccessTasksList?: UserAccessTaskItem[] | undefined;
}

export interface BatchGetUserAccessTasksRequest {
  /** The ARN or the id of the app bundle. */
  appBundleIdentifier: string | undefined;
  /** 1 to 50 ids. */
  taskIdList: string[] | undefined;
}

export interface BatchGetUserAccessTasksResponse {
  userAccessResultsList?: UserAccessResultItem[] | undefined;
}

export const AppAuthorizationStatus = {
  CONNECTED: 'Connected',
  CONNECTION_VALIDATION_FAILED: 'ConnectionValidationFailed',
  PENDING_CONNECT: 'PendingConnect',
  TOKEN_AUTO_ROTATION_FAILED: 'TokenAutoRotationFailed',
} as const;
export type AppAuthorizationStatus = (typeof AppAuthorizationStatus)[keyof typeof AppAuthorizationStatus];

export interface Tenant {
  tenantIdentifier: string | undefined;
  tenantDisplayName: string | undefined;
}

/** An app authorization of the app bundle. AppFabric's model also has `updatedAt`, which the client leaves out. */
export interface AppAuthorizationSummary {
  appAuthorizationArn: string | undefined;
  appBundleArn: string | undefined;
  app: string | undefined;
  tenant: Tenant | undefined;
  status: AppAuthorizationStatus | undefined;
}

export interface ListAppAuthorizationsRequest {
  /** The ARN or the id of the app bundle. */
  appBundleIdentifier: string | undefined;
  /** 1 to 100. A page can have fewer. */
  maxResults?: number | undefined;
  /** From the previous page. */
  nextToken?: string | undefined;
}

export interface ListAppAuthorizationsResponse {
  appAuthorizationSummaryList: AppAuthorizationSummary[] | undefined;
  /** Absent on the last page. */
  nextToken?: string | undefined;
}
