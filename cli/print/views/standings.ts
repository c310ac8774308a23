import { accessColumn, accessStyle, accessText } from '../access';
import type { Column } from '../column';
import { csvOf, minute, tenantColumn } from '../columns';
import type { View } from '../list';
import type { StandingRow } from '../standing-row';

const csv: View<StandingRow>['csv'] = {
  ...csvOf((row: StandingRow) => row, ['email', 'app', 'tenantId', 'tenantDisplayName']),
  ...csvOf((row: StandingRow) => row, ['access', 'confirmed', 'reason', 'authorizationStatus']),
  ...csvOf((row: StandingRow) => row, ['accountFound', 'userStatus', 'userId']),
  ...csvOf((row: StandingRow) => row, ['userFullName', 'userFirstName', 'userLastName', 'decidedBy']),
  answeredAt: ({ lastAnswer }) => lastAnswer?.recordedAt,
  answeredInScan: ({ lastAnswer }) => lastAnswer?.scanId,
  latestStatus: ({ status }) => status,
  ...csvOf(({ error }: StandingRow) => error, ['errorCode', 'errorMessage']),
  latestAt: ({ recordedAt }) => recordedAt,
  latestScan: ({ scanId }) => scanId,
};

const answered: Column<StandingRow> = {
  title: 'ANSWERED',
  text: ({ lastAnswer }) => minute(lastAnswer?.recordedAt),
  isOptional: true,
};

/** Why the newest scan does not confirm the answer. */
const unconfirmed: Column<StandingRow> = {
  title: 'UNCONFIRMED',
  text: ({ confirmed, reason }) => (confirmed ? undefined : (reason ?? 'OTHER')),
  style: () => 'yellow',
};

/** The reason is in a column of its own, because an answer that is not confirmed has one too. */
const access: Column<StandingRow> = {
  ...accessColumn(),
  text: (row) => accessText({ access: row.access }),
  style: accessStyle,
};

const userStatus: Column<StandingRow> = { title: 'USER STATUS', text: (row) => row.userStatus, isElastic: true };

/** Where a person stands in every tenant. */
export const standingsView: View<StandingRow> = {
  table: [access, { title: 'APP', text: ({ app }) => app }, tenantColumn(), userStatus, answered, unconfirmed],
  csv,
};

/** Who has an account in an app. */
export const accountsView: View<StandingRow> = {
  table: [
    access,
    { title: 'EMAIL', text: ({ email }) => email },
    tenantColumn(),
    { title: 'NAME', text: ({ userFullName }) => userFullName, isElastic: true },
    userStatus,
    answered,
    unconfirmed,
  ],
  csv,
};
