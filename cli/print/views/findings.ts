import type { Finding } from '../../doctor/finding';
import type { View } from '../list';

const WORDS = {
  OK: { word: '✓ ok', style: 'green' },
  TO_DO: { word: '✗ to do', style: 'red' },
  UNCHECKED: { word: '? unchecked', style: 'yellow' },
} as const;

export const findingsView: View<Finding> = {
  table: [
    { title: 'STATUS', text: ({ status }) => WORDS[status].word, style: ({ status }) => WORDS[status].style },
    { title: 'CHECK', text: ({ check }) => check },
    {
      title: 'FOUND',
      text: ({ found, advice }) => (advice === undefined ? found : `${found}. ${advice}`),
      isProse: true,
    },
  ],
  csv: {
    status: ({ status }) => status,
    check: ({ check }) => check,
    found: ({ found }) => found,
    advice: ({ advice }) => advice,
  },
};
