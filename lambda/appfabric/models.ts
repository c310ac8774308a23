/** What the two user access operations take and give. Names and members are those of @aws-sdk/client-appfabric. */

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

/** One app authorization that StartUserAccessTasks asked, or tried to. */
export interface UserAccessTaskItem {
  app: string | undefined;
  tenantId: string | undefined;
  /** Absent when the task could not be started; `error` then says why. */
  taskId?: string | undefined;
  error?: TaskError | undefined;
}

/** What one task found out so far. */
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
  /** Free text from the application: ACTIVE, SUSPENDED, deprovisioned ... */
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
