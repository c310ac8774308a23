import type { Standing } from '../../results';
import type { View } from '../output';
import {
  accountCsv,
  accountStyle,
  accountWord,
  type CsvColumns,
  errorCsv,
  errorText,
  statusColumn,
  tenant,
  tenantCsv,
  time,
} from './cells';

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

export const standingView: View<Standing> = {
  table: [
    { title: 'APP', text: ({ app }) => app },
    { title: 'TENANT', text: tenant, isElastic: true },
    {
      title: 'ACCOUNT',
      text: ({ lastAnswer }) => accountWord(lastAnswer?.accountFound),
      style: ({ lastAnswer }) => accountStyle(lastAnswer?.accountFound),
    },
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
