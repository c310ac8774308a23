import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const run = (args: string[], options: { env?: Record<string, string>; input?: string } = {}) =>
  spawnSync(process.execPath, args, { encoding: 'utf8', ...options });

describe('npm run explain-stack', () => {
  it("translates the positions in a bundle's stack trace to positions in the source", () => {
    const bundle = pathToFileURL('dist/lambda/poll-tasks/index.mjs');
    const script = `import('${bundle}').catch(({ stack }) => console.log(stack))`;
    // Without its environment variables, a function fails while Lambda initializes it.
    const { stdout: trace } = run(['-e', script], {
      env: { AWS_LAMBDA_FUNCTION_NAME: 'poll-tasks', SCANNER: 'Stack/Scanner' },
    });
    expect(trace).toMatch(/EVENT_BUS_ARN is missing.*\n +at .*index\.mjs:\d+:\d+/);

    const { stdout: explained } = run(['scripts/explain-stack.mjs', 'poll-tasks'], { input: trace });
    const places = [...explained.matchAll(/(lambda\/[\w/-]+\.ts):(\d+):\d+/g)].map(([, file = '', line]) => {
      const code = readFileSync(file, 'utf8').split('\n')[Number(line) - 1];
      return [file, code?.trim()];
    });
    expect(places[0]).toEqual(['lambda/runtime/environment.ts', expect.stringContaining('throw new Error(')]);
    expect(places).toContainEqual(['lambda/poll-tasks.ts', expect.stringContaining('pollDependencies(runtime)')]);
  });

  it('lists the functions', () => {
    const { status, stderr } = run(['scripts/explain-stack.mjs', 'poll']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('fail-scan|poll-tasks|start-scan|watch')]);
  });

  it('needs nothing in the bundles, so no cold start loads a source map', () => {
    for (const name of ['start-scan', 'poll-tasks', 'fail-scan', 'watch']) {
      expect(readFileSync(`dist/lambda/${name}/index.mjs`, 'utf8')).not.toContain('sourceMappingURL');
      expect(existsSync(`dist/lambda/${name}/index.mjs.map`)).toBe(false);
    }
  });
});

describe('a script on an old Node.js', () => {
  it('exits with one line', () => {
    const old = "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });";
    const { status, stdout, stderr } = run([
      '--input-type=module',
      '-e',
      `${old} await import('./scripts/check-node.mjs'); console.log('on');`,
    ]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^This script needs Node\.js 24, and this is 20\.20\.2\. .*\n$/);
  });

  it.each(['build', 'bench', 'simulate', 'schemas', 'explain-stack', 'diagram'])('%s checks it first', (name) => {
    const [first] = readFileSync(`scripts/${name}.mjs`, 'utf8').match(/^import .*$/m) ?? [];
    expect(first).toBe("import './check-node.mjs';");
  });
});
