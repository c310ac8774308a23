import type { Operation } from '../appfabric/operations';

/**
 * A company as AppFabric would see it, and how AppFabric behaves: what the local endpoint plays. The fields are
 * those of the file; docs/scenario.md says what each one does.
 */
export interface Scenario {
  readonly appBundleArn: string;
  readonly authorizations: readonly Authorization[];
  readonly defaultSeconds: number;
  readonly users: readonly ScenarioUser[];
  readonly faults: Faults;
}

export interface Authorization {
  readonly app: string;
  readonly tenantId: string;
  readonly tenantDisplayName?: string;
}

export interface ScenarioUser {
  readonly email: string;
  readonly access: readonly Access[];
}

/** What AppFabric answers for one person in one tenant of one app. */
export interface Access extends Authorization {
  readonly seconds?: number;
  readonly result?: ScenarioResult;
  readonly startError?: TaskError;
  readonly missing?: boolean;
  readonly missingSeconds?: number;
  readonly changes?: readonly Change[];
}

export interface Change {
  readonly afterSeconds: number;
  readonly result: ScenarioResult;
}

export interface ScenarioResult {
  readonly resultStatus: string;
  readonly email?: string;
  readonly userId?: string;
  readonly userFullName?: string;
  readonly userFirstName?: string;
  readonly userLastName?: string;
  readonly userStatus?: string;
  readonly tenantDisplayName?: string;
  readonly taskError?: TaskError;
}

export interface TaskError {
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

export interface Faults {
  readonly throttle?: Outage;
  readonly internalError?: Outage;
  readonly deny?: boolean | Operation;
  readonly appBundleMissing?: boolean;
  readonly shuffle?: boolean;
  readonly duplicate?: boolean;
  readonly extra?: boolean;
}

/** Which requests of an operation fail: its first ones, each nth one, or both. */
export interface Outage {
  readonly first?: number;
  readonly every?: number;
  readonly retryAfterSeconds?: number;
  readonly operations?: readonly Operation[];
}

/** Tells the tenants of a scenario apart, whatever characters their names have. */
export function tenantKey({ app, tenantId }: Authorization): string {
  return JSON.stringify([app, tenantId]);
}
