import { readFileSync } from 'node:fs';
import { MUTATIONS } from '../../simulator/mutations/mutations';

// `npm run simulate -- --mutations` shows that each is caught; that takes minutes. This keeps them up to date.
test.each(MUTATIONS)('the mutation "$name" finds the code that it breaks', ({ file, text }) => {
  expect(readFileSync(file, 'utf8').split(text)).toHaveLength(2);
});
