const native = { groupBy: Map.groupBy, withResolvers: Promise.withResolvers };

/** Loads the file as if this were Node.js 20. */
function onNode20(): void {
  Reflect.deleteProperty(Map, 'groupBy');
  Reflect.deleteProperty(Promise, 'withResolvers');
  jest.isolateModules(() => require('../../local/older-node'));
}

afterEach(() => {
  Map.groupBy = native.groupBy;
  Promise.withResolvers = native.withResolvers;
});

test('groups as newer versions of Node.js do', () => {
  const words = ['ash', 'oak', 'pine', 'fir'];
  const byLengthAndPlace = (word: string, place: number) => (place === 3 ? 'last' : word.length);
  const expected = [...native.groupBy(words, byLengthAndPlace)];
  onNode20();
  expect(Map.groupBy).not.toBe(native.groupBy);
  expect([...Map.groupBy(new Set(words), byLengthAndPlace)]).toEqual(expected);
  expect([...Map.groupBy([], String)]).toEqual([]);
});

test('gives a promise with what settles it', async () => {
  onNode20();
  const [done, failed] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  done.resolve('done');
  failed.reject(new Error('failed'));
  expect(await done.promise).toBe('done');
  await expect(failed.promise).rejects.toThrow('failed');
});

test('leaves what is there as it is', () => {
  jest.isolateModules(() => require('../../local/older-node'));
  expect([Map.groupBy, Promise.withResolvers]).toEqual([native.groupBy, native.withResolvers]);
});
