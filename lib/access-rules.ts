/**
 * What an error that AppFabric reports for a task means.
 */
export enum TaskErrorMeaning {
  /** The app answered that there is no such user. The access is NONE. */
  NO_ACCOUNT = 'NO_ACCOUNT',
  /** The app authorization must be connected again. The access is UNKNOWN. */
  RECONNECT = 'RECONNECT',
  /** The app authorization lacks a permission in the app. The access is UNKNOWN. */
  PERMISSION = 'PERMISSION',
  /** The app refused or failed to answer for now. The access is UNKNOWN. */
  APP_UNAVAILABLE = 'APP_UNAVAILABLE',
  /** Something else. The access is UNKNOWN. */
  OTHER = 'OTHER',
}

/**
 * Says what an error of AppFabric for a task means.
 *
 * The rule needs an `errorCode`, an `errorMessage`, or both. If it has both, both must match. Texts match as a whole,
 * without regard to case, blanks and punctuation, so the code `user-not-found` also matches `USER_NOT_FOUND`.
 *
 * If an error matches rules of different meanings, yours or those of the scanner, one that is not NO_ACCOUNT applies.
 *
 * @see https://docs.aws.amazon.com/appfabric/latest/api/API_TaskError.html
 */
export interface TaskErrorRule {
  /**
   * The app, as AppFabric writes it, for example `SLACK`. At most 255 characters, as in AppFabric.
   *
   * @default - the rule applies to every app
   */
  readonly app?: string;

  /**
   * The code of the error. At most 120 characters, which is a limit of the construct.
   *
   * @default - any code, or none
   */
  readonly errorCode?: string;

  /**
   * The whole message of the error. At most 1,000 characters, which is a limit of the construct.
   *
   * @default - any message, or none
   */
  readonly errorMessage?: string;

  /**
   * What the error means.
   */
  readonly meaning: TaskErrorMeaning;
}

/**
 * Names a status with which an app keeps its user out. The access of an account with this status is BLOCKED.
 *
 * @see https://docs.aws.amazon.com/appfabric/latest/api/API_UserAccessResultItem.html
 */
export interface UserStatusRule {
  /**
   * The app, as AppFabric writes it, for example `SLACK`. At most 255 characters, as in AppFabric.
   *
   * @default - the rule applies to every app
   */
  readonly app?: string;

  /**
   * The status of the user, as the app returns it, for example `on leave`. It matches as a whole, without regard to
   * case, blanks and punctuation. At most 256 characters, which is a limit of the construct.
   *
   * A status that says that the account is in use, ACTIVE or ENABLED, is not valid.
   */
  readonly userStatus: string;
}

/**
 * Rules that you add to those of the scanner. AppFabric documents neither the codes of its errors nor the statuses of
 * users, and apps differ.
 *
 * @example
 * const accessRules: AccessRules = {
 *   taskErrors: [{ app: 'ZOOM', errorCode: '1001', meaning: TaskErrorMeaning.NO_ACCOUNT }],
 *   userStatuses: [{ userStatus: 'on leave' }],
 *   appsWithoutUserAccess: ['EXAMPLEAUDITLOGS'],
 * };
 */
export interface AccessRules {
  /**
   * What errors of AppFabric mean.
   *
   * @default - only the rules of the scanner
   */
  readonly taskErrors?: TaskErrorRule[];

  /**
   * The statuses with which an app keeps its user out.
   *
   * @default - only the rules of the scanner
   */
  readonly userStatuses?: UserStatusRule[];

  /**
   * The apps that give audit logs and no user access, as AppFabric writes them, at most 255 characters each. Their app
   * authorizations do not count for the verdict about a person.
   *
   * @default - only the rules of the scanner
   */
  readonly appsWithoutUserAccess?: string[];
}
