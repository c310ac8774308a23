import { crashList } from '../../simulator/crash-list';

test('crash points are listed in a line for each function, with ranges', () => {
  const names = [
    'StartScan before call 3',
    'StartScan before call 1',
    'StartScan before call 2',
    'StartScan before call 7',
    'StartScan after call 2',
    'FailScan after call 1',
  ];
  expect(crashList(names)).toEqual(['StartScan: calls 1-3, 7 before; 2 after', 'FailScan: calls 1 after']);
  expect(crashList([])).toEqual([]);
});
