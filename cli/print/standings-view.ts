import type { Standing } from '../../results';
import { accountColumn, accountCsv, errorCsv, errorText, statusColumn, tenant, tenantCsv, time } from './columns';
import type { CsvColumns, View } from './list';

const standingCsv: CsvColumns<Standing> = {
  ...tenantCsv,
  ...accountCsv<Standing>(({ lastAnswer }) => lastAnswer),
  answeredAt: ({ lastAnswer }) => lastAnswer?.recordedAt,
  answeredInScan: ({ lastAnswer }) => lastAnswer?.scanId,
  latestStatus: ({ status }) => status,
  ...errorCsv,
  latestAt: ({ recordedAt }) => recordedAt,
  latestScan: ({ scanId }) => scanId,
};

export const standingsView: View<Standing> = {
  table: [
    { title: 'APP', text: ({ app }) => app },
    { title: 'TENANT', text: tenant, isElastic: true },
    accountColumn(({ lastAnswer }) => lastAnswer?.accountFound),
    { title: 'USER STATUS', text: ({ lastAnswer }) => lastAnswer?.userStatus },
    { title: 'ANSWERED', text: ({ lastAnswer }) => time(lastAnswer?.recordedAt) },
    statusColumn('LATEST RESULT'),
    { title: 'ERROR', text: errorText, isElastic: true },
  ],
  csv: standingCsv,
};

export const accountsView: View<Standing> = {
  table: [
    { title: 'EMAIL', text: ({ email }) => email },
    { title: 'TENANT', text: tenant, isElastic: true },
    { title: 'NAME', text: ({ lastAnswer }) => lastAnswer?.userFullName, isElastic: true },
    { title: 'USER STATUS', text: ({ lastAnswer }) => lastAnswer?.userStatus },
    { title: 'ANSWERED', text: ({ lastAnswer }) => time(lastAnswer?.recordedAt) },
    statusColumn('LATEST RESULT'),
  ],
  csv: standingCsv,
};
