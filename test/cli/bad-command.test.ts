import fc from 'fast-check';
import { userAccess } from '../support/command';

const WORDS = [
  'scan',
  'results',
  'scan-report',
  'explain',
  'people',
  'who',
  'changes',
  'watch',
  'unwatch',
  'watches',
  'history',
  'scans',
  'completion',
  'help',
  'ana@example.com',
  'SLACK',
  '__proto__',
];
const FLAGS = [
  '--json',
  '--csv',
  '--output',
  '-o',
  'markdown',
  '--no-color',
  '-v',
  '--status',
  '--verdict',
  '--fail-on',
  '--limit',
  '--tenant',
  '--app',
  '--since',
  '--due-in',
  '--cadence',
  '--overdue',
  '--follow',
  '--task-ids',
  '--scan-id',
  '--table',
  '--help',
  '-x',
];

const word = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom(...FLAGS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 20 }).map((text) => `--${text}`),
);

describe('any command line', () => {
  // No command reaches AWS or starts the local stack, because the outputs file does not exist.
  const nowhere = ['--outputs', '/does/not/exist.json'];

  it('ends with an answer or one line of help, and without a stack trace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (words) => {
        fc.pre(
          !words.some(
            (each) =>
              each === 'serve' ||
              each.startsWith('--local') ||
              ['--debug', '--verbose'].includes(each) ||
              /^-\w*v/.test(each),
          ),
        );
        const { code, stdout, stderr } = await userAccess([...words, ...nowhere]);
        expect([0, 1, 2]).toContain(code);
        expect(`${stdout}${stderr}`).not.toMatch(/^\s+at .*:\d+:\d+/m);
        if (code === 0) expect(stdout).not.toBe('');
        else expect(stderr.trim()).not.toBe('');
        expect(stderr).not.toMatch(/\p{Cc}(?<!\n)/u);
      }),
      { numRuns: 500 },
    );
  });
});
