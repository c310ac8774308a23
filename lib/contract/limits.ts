/** Limits and patterns that several folders use, from AppFabric's API reference (version 2023-05-19). */

/** The Regions that AppFabric is available in. */
export const APPFABRIC_REGIONS: readonly string[] = ['us-east-1', 'ap-northeast-1', 'eu-west-1'];

/**
 * The maximum number of task ids in a BatchGetUserAccessTasks request. Also AppFabric's quota of app authorizations.
 */
export const MAX_TASK_IDS_PER_CALL = 50;

/** The maximum number of task ids in a scan. 2,000 ids are 78 KB of state. Step Functions allows 256 KiB. */
export const MAX_TASK_IDS_PER_SCAN = 2000;

/** AppFabric's pattern of an email address. The apostrophe in it is the typographic one. */
export const EMAIL_PATTERN = /^[a-zA-Z0-9.!#$%&’*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*$/;

/** In characters. */
export const MAX_EMAIL_LENGTH = 320;

/** AppFabric's pattern of a task id: a UUID in lower case. */
export const TASK_ID_PATTERN = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/;
