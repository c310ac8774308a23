import type { UnknownReason } from './access';

/** What an error of AppFabric for a task means. `NO_ACCOUNT`: the app answered that there is no such user. */
export type TaskErrorMeaning =
  | 'NO_ACCOUNT'
  | Extract<UnknownReason, 'RECONNECT' | 'PERMISSION' | 'APP_UNAVAILABLE' | 'OTHER'>;

/** Decides what an error means. If a rule has a code and a message, both must match. */
export interface TaskErrorRule {
  /** The app, as AppFabric writes it. Absent if the rule applies to every app. */
  readonly app?: string;
  readonly errorCode?: string;
  /** The whole message. */
  readonly errorMessage?: string;
  readonly meaning: TaskErrorMeaning;
}

/** A status with which an app keeps its user out. */
export interface UserStatusRule {
  /** The app, as AppFabric writes it. Absent if the rule applies to every app. */
  readonly app?: string;
  readonly userStatus: string;
}

/** The rules that a team adds to the tables. */
export interface AccessRules {
  readonly taskErrors?: readonly TaskErrorRule[];
  readonly userStatuses?: readonly UserStatusRule[];
  /** Apps that give audit logs only. */
  readonly appsWithoutUserAccess?: readonly string[];
}

/** A row of a table, with the page that it comes from. */
export type Sourced<Rule> = Rule & { readonly source: string };
