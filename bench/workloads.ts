import type { Scenario, ScenarioUser } from '../local/scenario/model';
import { createRandom, type SeededRandom } from '../simulator/world/random';

/** How long AppFabric's tasks take: log-normal, as response times of services are. */
export interface Workload {
  readonly medianSeconds: number;
  readonly sigma: number;
}

export const WORKLOADS = {
  fast: { medianSeconds: 2, sigma: 0.6 },
  typical: { medianSeconds: 8, sigma: 0.9 },
  slow: { medianSeconds: 60, sigma: 1 },
} as const satisfies Record<string, Workload>;
export type WorkloadName = keyof typeof WORKLOADS;
export const WORKLOAD_NAMES = Object.keys(WORKLOADS) as WorkloadName[];

export const APP_BUNDLE_ARN = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/0f7a2c1e-5b64-4c7e-9d53-3a1b8c2d4e5f';

/** Seconds for each task of each scan. The same seed gives every design the same latencies. */
export function latencies(workload: Workload, scans: number, tasks: number, seed: number): number[][] {
  const random = createRandom(`${seed} ${workload.medianSeconds} ${workload.sigma} ${tasks}`);
  return Array.from({ length: scans }, () =>
    Array.from({ length: tasks }, () => workload.medianSeconds * Math.exp(workload.sigma * normal(random))),
  );
}

/** A number from the standard normal distribution, by Box and Muller. */
const normal = (random: SeededRandom): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export const personOf = (scan: number): string => `person-${scan}@example.com`;
export const appOf = (task: number): string => `APP-${task}`;

/** A company where each scan is of another person, and each person has an account in every app. */
export function scenarioOf(seconds: readonly (readonly number[])[]): Scenario {
  const tasks = seconds[0]?.length ?? 0;
  const tenants = Array.from({ length: tasks }, (_, task) => ({
    app: appOf(task),
    tenantId: `tenant-${task}`,
    tenantDisplayName: `Tenant ${task}`,
  }));
  const users = seconds.map(
    (ofScan, scan): ScenarioUser => ({
      email: personOf(scan),
      access: tenants.map((tenant, task) => ({
        ...tenant,
        seconds: ofScan[task],
        result: {
          resultStatus: 'COMPLETED',
          userId: `user-${scan}`,
          userFullName: `Person ${scan}`,
          userFirstName: 'Person',
          userLastName: String(scan),
          userStatus: 'ACTIVE',
        },
      })),
    }),
  );
  return { appBundleArn: APP_BUNDLE_ARN, authorizations: tenants, defaultSeconds: 1, users, faults: {} };
}
