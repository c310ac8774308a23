import type { Answer, Change } from '../../../results';
import { accessText } from '../access';
import { changeStyle } from '../change-text';
import type { Column } from '../column';
import { csvOf, minute, tenantColumn } from '../columns';
import type { View } from '../list';

const answered = ({ access, userStatus }: Answer) => [accessText({ access }), userStatus].filter(Boolean).join(' ');

const email: Column<Change> = { title: 'EMAIL', text: (change) => change.email };

/** A list of changes. With `people`, the email address is a column. */
export const changesView = (people: boolean): View<Change> => ({
  table: [
    { title: 'RECORDED', text: ({ to }) => minute(to.recordedAt) },
    { title: 'CHANGE', text: ({ kind }) => kind, style: changeStyle },
    ...(people ? [email] : []),
    { title: 'APP', text: ({ app }) => app },
    tenantColumn(),
    { title: 'FROM', text: ({ from }) => answered(from), isElastic: true, keep: ({ from }) => accessText(from) },
    { title: 'TO', text: ({ to }) => answered(to), isElastic: true, keep: ({ to }) => accessText(to) },
    { title: 'ANSWERED BEFORE', text: ({ from }) => minute(from.recordedAt), isOptional: true },
  ],
  csv: {
    ...csvOf((change: Change) => change, ['email', 'app', 'tenantId', 'tenantDisplayName', 'kind']),
    ...answerCsv('from'),
    ...answerCsv('to'),
    ...csvOf((change: Change) => change, ['id']),
  },
});

/** The columns of one side of a change, such as `fromAccess`. */
function answerCsv(side: 'from' | 'to'): View<Change>['csv'] {
  const columns = csvOf((change: Change) => change[side], ['access', 'userStatus', 'recordedAt', 'scanId']);
  const named = (name: string) => `${side}${name[0]?.toUpperCase()}${name.slice(1)}`;
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [named(name), value]));
}
