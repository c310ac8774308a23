import { readFileSync } from 'node:fs';
import { MUTATIONS } from '../../simulator/mutations/mutations';
import { SCENARIOS } from '../../simulator/scenarios/scenarios';

// `npm run simulate -- --mutations` shows that each is caught; that takes minutes. This keeps them up to date.
test.each(MUTATIONS)('the mutation "$name" finds the code that it breaks', ({ file, text }) => {
  expect(readFileSync(file, 'utf8').split(text)).toHaveLength(2);
});

test('the documentation says how many mutations and scenarios there are', () => {
  const text = readFileSync('docs/reliability.md', 'utf8').replaceAll(/\s+/g, ' ');
  expect(text).toContain(`break the code in ${MUTATIONS.length} ways`);
  expect(text).toContain(`Each of the ${MUTATIONS.length} mutations was found`);
  expect(text).toContain(`${Object.keys(SCENARIOS).length} scenarios`);
});
