import type { SeededRandom } from '../world';
import { type AbsencePlan, type AuthorizationPlan, connected } from './authorizations';
import type { PersonPlan } from './people';

const HOUR = 60 * 60;
const NEVER = Number.POSITIVE_INFINITY;

/** How many app authorizations a page has. */
export const PAGE_SIZES = [1, 2, 5, 100];

const NOT_CONNECTED = ['PendingConnect', 'ConnectionValidationFailed', 'TokenAutoRotationFailed'];

/** Most bundles stay as they are. In the others, one is taken away or added, was never connected, or gives audit logs. */
export function authorizationsOf(people: readonly PersonPlan[], random: SeededRandom): AuthorizationPlan[] {
  const always = connected(people);
  const status = () => random.pick([undefined, ...NOT_CONNECTED]);
  const changes = random.chance(0.3);
  const changing = random.integer(0, Math.max(0, always.length - 1));
  const own = always.map((authorization, index) =>
    changes && index === changing ? { ...authorization, absences: [absenceOf(random, status())] } : authorization,
  );
  const never = { app: 'ZENDESK', tenantId: 'never-connected', absences: [forEver(random.pick(NOT_CONNECTED))] };
  const audit = { app: random.pick(['CONFLUENCE', 'GOOGLEANALYTICS', 'Google Analytics']), tenantId: 'logs' };
  return [
    ...own,
    ...(random.chance(0.1) ? [never] : []),
    ...(random.chance(0.15) ? [{ ...audit, absences: [], auditLogsOnly: true }] : []),
  ];
}

const forEver = (status: string): AbsencePlan => ({ fromSeconds: 0, toSeconds: NEVER, status });

/** Taken away for good, taken away for a while, or added. */
function absenceOf(random: SeededRandom, status: string | undefined): AbsencePlan {
  const at = random.pick([random.between(0, 5), random.between(5, 10 * 60), random.between(0, 3 * HOUR)]);
  const kind = random.pick(['taken away', 'for a while', 'added']);
  if (kind === 'added') return { fromSeconds: 0, toSeconds: at, status };
  return { fromSeconds: at, toSeconds: kind === 'taken away' ? NEVER : at + random.between(1, 2 * HOUR), status };
}
