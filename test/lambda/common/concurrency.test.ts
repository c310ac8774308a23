import { chunksOf, forEachLimited } from '../../../lambda/common/concurrency';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Work that is in progress until the test ends it, and the order in which it began. */
function heldWork() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve: () => void; reject: (failure: Error) => void }>();
  const work = (item: string) => {
    begun.push(item);
    return new Promise<void>((resolve, reject) => ends.set(item, { resolve, reject }));
  };
  const finish = async (item: string) => {
    ends.get(item)?.resolve();
    await turn();
  };
  const fail = async (item: string, message: string) => {
    ends.get(item)?.reject(new Error(message));
    await turn();
  };
  return { begun, work, finish, fail };
}

/** Whether a promise is still pending, or how it ended. */
function stateOf(promise: Promise<void>) {
  const state = { now: 'pending' };
  promise.then(
    () => {
      state.now = 'done';
    },
    (failure: Error) => {
      state.now = failure.message;
    },
  );
  return state;
}

describe('work that is limited', () => {
  it('is done for each item, in order, and as much at a time as is allowed', async () => {
    const { begun, work, finish } = heldWork();
    const state = stateOf(forEachLimited(['a', 'b', 'c', 'd'], 2, work));
    await turn();
    expect(begun).toEqual(['a', 'b']);
    await finish('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await finish('c');
    await finish('a');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    expect(state.now).toBe('pending');
    await finish('d');
    expect(state.now).toBe('done');
  });

  it('begins at once for every item if there are fewer items than the limit', async () => {
    const { begun, work, finish } = heldWork();
    const state = stateOf(forEachLimited(['a', 'b'], 50, work));
    await turn();
    expect(begun).toEqual(['a', 'b']);
    await finish('a');
    await finish('b');
    expect(state.now).toBe('done');
  });

  it('ends at once if there are no items', async () => {
    const { begun, work } = heldWork();
    await forEachLimited([], 4, work);
    expect(begun).toEqual([]);
  });

  it('goes no further after a failure, and throws it when what is in progress has ended', async () => {
    const { begun, work, finish, fail } = heldWork();
    const state = stateOf(forEachLimited(['a', 'b', 'c', 'd'], 2, work));
    await turn();
    await fail('a', 'a failed');
    expect(state.now).toBe('pending');
    await finish('b');
    expect(state.now).toBe('a failed');
    expect(begun).toEqual(['a', 'b']);
  });

  it('throws the failure that was first', async () => {
    const { work, fail } = heldWork();
    const state = stateOf(forEachLimited(['a', 'b'], 2, work));
    await turn();
    await fail('b', 'b failed');
    await fail('a', 'a failed');
    expect(state.now).toBe('b failed');
  });
});

describe('chunks', () => {
  it.each([
    [0, []],
    [1, [['0']]],
    [3, [['0', '1', '2']]],
    [4, [['0', '1', '2'], ['3']]],
    [
      6,
      [
        ['0', '1', '2'],
        ['3', '4', '5'],
      ],
    ],
  ])('of %d items with at most 3 each have all items, in order', (count, chunks) => {
    const items = Array.from({ length: count }, (_, place) => `${place}`);
    expect(chunksOf(items, 3)).toEqual(chunks);
  });
});
