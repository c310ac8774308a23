import type { Access, Person } from '../../../results';
import { verdictColumn } from '../access';
import type { Column } from '../column';
import { csvOf, day, minute } from '../columns';
import type { View } from '../list';
import { verdictNumbers } from './scans';

const counted = (access: Access): Column<Person> => ({
  title: access,
  text: ({ accessCounts }) => String(accessCounts[access]),
});

/** People and their verdicts. */
export const peopleView: View<Person> = {
  table: [
    verdictColumn(),
    { title: 'EMAIL', text: ({ email }) => email },
    { title: 'SINCE', text: ({ since }) => day(since) },
    { title: 'SCANNED', text: ({ recordedAt }) => minute(recordedAt) },
    counted('OPEN'),
    counted('UNKNOWN'),
  ],
  csv: {
    ...csvOf((person: Person) => person, ['email', 'verdict', 'confirmed', 'since', 'scanId', 'scanStartedAt']),
    ...csvOf((person: Person) => person, ['tasksStartedAt', 'recordedAt']),
    ...verdictNumbers,
  },
};
