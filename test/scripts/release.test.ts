import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (script: string, version: string) =>
  spawnSync(process.execPath, [`scripts/${script}.mjs`, version], { encoding: 'utf8' });

const versions = ['package.json', 'cli/package.json', 'local/package.json'].map(
  (file): string => JSON.parse(readFileSync(file, 'utf8')).version,
);

test('the three packages have the same version', () => {
  expect(new Set(versions).size).toBe(1);
});

test('a tag that is not the version of the packages is not released', () => {
  const { status, stderr } = run('check-release', 'v99.0.0');
  expect(stderr).toBe(
    [
      ...['package.json', 'cli/package.json', 'local/package.json'].map(
        (file) => `Release 99.0.0: ${file} has the version ${versions[0]}.\n`,
      ),
      'Release 99.0.0: CHANGELOG.md has no section for it.\n',
    ].join(''),
  );
  expect(status).toBe(1);
});

test('the notes of a release are its section of the changelog', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.2.0 - 2026-12-01\n\n### Added\n\n- That.\n\n## 0.1.0 - 2026-11-01\n\n- This.\n';
  const script = `import { sectionOf } from './scripts/changelog.mjs';
    console.log(JSON.stringify(['0.2.0', '0.1.0', '0.1', '9.0.0'].map((each) => sectionOf(${JSON.stringify(changelog)}, each) ?? null)));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual(['### Added\n\n- That.', '- This.', null, null]);
});

test('a release without a section has no notes', () => {
  const { status, stdout, stderr } = run('release-notes', 'v99.0.0');
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'CHANGELOG.md has no section for 99.0.0.\n',
  });
});

test('a workflow can read only, and uses actions by their commits, because tags can be moved', () => {
  for (const name of ['ci', 'release']) {
    const text = readFileSync(`.github/workflows/${name}.yml`, 'utf8');
    expect(text).toMatch(/^permissions:\n {2}contents: read\n[a-z]/m);
    const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => String(action));
    const moving = used.filter((action) => !/^actions\/[a-z-]+@[0-9a-f]{40} # v[\d.]+$|^\.\/\.github\//.test(action));
    expect(used.length).toBeGreaterThan(4);
    expect(moving).toEqual([]);
    expect(text.match(/persist-credentials: false/g)).toHaveLength(text.match(/actions\/checkout@/g)?.length ?? 0);
  }
});

const { parse } = createRequire(require.resolve('aws-cdk-lib'))('yaml');
const workflow = (name: string) => parse(readFileSync(`.github/workflows/${name}.yml`, 'utf8'));

test('a release publishes the packages that an earlier run of it did not publish, with provenance', () => {
  const folder = mkdtempSync(join(tmpdir(), 'npm-'));
  const [version] = versions;
  // An npm whose registry has one of the packages, and other versions of all.
  const npm = `#!/bin/sh
case "$1 $2" in
  "view user-access-cli@${version}") echo ${version} ;;
  publish*) echo "$@" >> "${folder}/published" ;;
esac`;
  writeFileSync(join(folder, 'npm'), npm, { mode: 0o755 });
  const steps: { readonly run?: string }[] = workflow('release').jobs.npm.steps;
  const { run: script = '' } = steps.find(({ run }) => run?.includes('npm publish')) ?? {};
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, GITHUB_REF_NAME: `v${version}` };
  const { status } = spawnSync('bash', ['-e', '-c', script], { env, encoding: 'utf8' });
  expect(status).toBe(0);
  const options = '--provenance --access public --ignore-scripts';
  expect(readFileSync(join(folder, 'published'), 'utf8')).toBe(`publish . ${options}\npublish ./local ${options}\n`);
  rmSync(folder, { recursive: true });
});

test('the workflows and issue forms of GitHub are YAML with what they need', () => {
  expect(Object.keys(workflow('ci').on)).toEqual(['workflow_call', 'pull_request', 'push']);
  const { jobs } = workflow('release');
  expect(jobs.npm.permissions['id-token']).toBe('write');
  // jsii-pacmak alone leaves the examples in TypeScript.
  expect(jobs.languages.steps.map(({ run }: { run?: string }) => run)).toContain('npm run languages');
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(scripts.languages).toMatch(/ jsii-rosetta extract .* && jsii-pacmak --rosetta-unknown-snippets fail$/);
  // Nothing is published that is not tested.
  expect([jobs.npm.needs, jobs.languages.needs, jobs.github.needs]).toEqual(['test', 'npm', 'npm']);
  for (const form of ['bug', 'answer', 'feature']) {
    const { body } = parse(readFileSync(`.github/ISSUE_TEMPLATE/${form}.yml`, 'utf8'));
    expect(body.length).toBeGreaterThan(1);
  }
});

test('the integ test does not begin by deploying its snapshot, which has no bundles', () => {
  const { testCases } = JSON.parse(readFileSync('test/integ/integ.scan.ts.snapshot/integ.json', 'utf8'));
  const found = Object.values<{ stackUpdateWorkflow?: boolean }>(testCases).map((each) => each.stackUpdateWorkflow);
  expect(found).toEqual([false]);
});
