// npm run test:fast: checks the types and, at the same time, runs the tests that need no build and no whole scan.
import './check-node.mjs';
import { spawn } from 'node:child_process';

const TESTS = [
  'test/lambda',
  'test/lib/contract/keys',
  'test/results/reader',
  'test/local/(appfabric|scenario)',
  'test/cli',
];
/** These run whole scans, or programs that are built. */
const SLOW = ['bad-answers', 'cli/local', 'cli/bad-command', 'cli/serve-page'];

const npm = (...args) => spawn('npm', ['run', '--silent', ...args], { stdio: 'inherit' });
const jest = () => spawn('jest', [...TESTS, '--testPathIgnorePatterns', ...SLOW, '--silent'], { stdio: 'inherit' });

const codes = await Promise.all(
  [npm('types'), jest()].map((child) => new Promise((resolve) => child.on('close', resolve))),
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
