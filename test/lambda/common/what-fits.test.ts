import { whatFits } from '../../../lambda/common/what-fits';

describe('the part of a list that fits', () => {
  it('is all of it, or its first elements', () => {
    expect(whatFits(['aaaa', 'bbbb', 'cccc'], 18)).toEqual(['aaaa', 'bbbb', 'cccc']);
    expect(whatFits(['aaaa', 'bbbb', 'cccc'], 17)).toEqual(['aaaa', 'bbbb']);
    expect(whatFits(['aaaa'], 5)).toEqual([]);
    expect(whatFits([], 0)).toEqual([]);
  });

  it('is counted in bytes of JSON', () => {
    expect(whatFits(['語語', 'a'], 8)).toEqual(['語語']);
    expect(whatFits(['語語', 'a'], 7)).toEqual([]);
  });
});
