import { pageOf } from '../../../local/stack/pages';

const keyOf = (item: string) => item;

test('a page ends with a token, unless nothing follows', () => {
  expect(pageOf(['a', 'b'], { keyOf, size: 2 })).toEqual({ items: ['a', 'b'] });
  const { items, nextToken } = pageOf(['a', 'b'], { keyOf, size: 1 }) ?? {};
  expect([items, pageOf(['a', 'b'], { keyOf, size: 1, token: nextToken })]).toEqual([['a'], { items: ['b'] }]);
});

test('the next page follows the last item, whatever was added before it, and whether or not that item is still wanted', () => {
  const { nextToken: token } = pageOf(['a', 'b', 'c'], { keyOf, size: 1 }) ?? {};
  const isWanted = (item: string) => item !== 'a' && item !== 'd';
  expect(pageOf(['new', 'a', 'b', 'c', 'd'], { keyOf, isWanted, size: 2, token })).toEqual({ items: ['b', 'c'] });
});

test('there is no page after an item that is not in the list', () => {
  expect(pageOf(['a'], { keyOf, size: 1, token: 'forged' })).toBeUndefined();
});
