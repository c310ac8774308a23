import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeRecord } from '../../lib/contract/changes';
import type { PersonRecord, ScanRecord, TaskRecord } from '../../lib/contract/records';
import type { WatchRecord } from '../../lib/contract/watches';
import type { Change, Person, Scan, Task, Watch } from '../../results';

const root = process.cwd();
const built = join(root, 'dist', 'results');

/** These don't compile if the types of the reader don't match the records of the functions. */
const readsScans: (record: ScanRecord) => Scan = (record) => record;
const readsTasks: (record: TaskRecord) => Task = (record) => record;
const readsPeople: (record: PersonRecord) => Person = (record) => record;
const readsChanges: (record: ChangeRecord) => Change = (record) => record;
const readsWatches: (record: WatchRecord) => Watch = (record) => record;

test('the types of the reader match the records', () => {
  expect([readsScans, readsTasks, readsPeople, readsChanges, readsWatches]).toHaveLength(5);
});

test('the package has the declarations of the reader, and none of the functions', () => {
  expect(readdirSync(built).sort()).toEqual(['client.d.ts', 'index.d.ts', 'index.js', 'reader.d.ts', 'types.d.ts']);
});

test('the reader requires only the DynamoDB client', () => {
  const required = [...readFileSync(join(built, 'index.js'), 'utf8').matchAll(/[^\w.]require\("([^"]+)"\)/g)];
  expect([...new Set(required.map(([, name]) => name))].sort()).toEqual(['@aws-sdk/client-dynamodb', 'node:crypto']);
});

describe('another project', () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'user-access-reader-'));
    const modules = join(project, 'node_modules');
    mkdirSync(modules);
    symlinkSync(root, join(modules, 'cdk-appfabric-user-access'));
    for (const name of ['@aws-sdk', '@types']) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  });
  afterAll(() => rmSync(project, { recursive: true }));

  test.each(['node16', 'bundler'])('compiles against it, with module resolution %s', (resolution) => {
    writeFileSync(
      join(project, 'reader.ts'),
      `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
       import { type Standing, type UserAccessWatchClearedDetail, UserAccessResults, type Verdict } from 'cdk-appfabric-user-access/results';
       const results = new UserAccessResults({ client: new DynamoDBClient(), tableName: 'scans' });
       export async function apps(email: string): Promise<string[]> {
         const found: Standing[] = [];
         for await (const standing of results.standing(email, { limit: 5 })) found.push(standing);
         const report = await results.scan('s-1');
         for await (const { app } of report?.results ?? []) console.log(app?.length, report?.scan.counts?.TIMED_OUT);
         const verdict: Verdict | undefined = (await results.verdict(email))?.verdict;
         for await (const { since, coverage } of results.people(verdict ?? 'UNKNOWN')) console.log(since, coverage.asked);
         for (const { reason, authorizationStatus } of report?.scan.unknown ?? []) console.log(reason, authorizationStatus);
         for await (const { kind, from, to } of results.changes(email, { since: new Date() })) console.log(kind, from.access, to.userStatus);
         for await (const { dueAt, settings, lastScan } of results.watches({ status: 'GIVEN_UP' })) console.log(dueAt, settings.dueInSeconds, lastScan?.error?.name);
         return found.filter(({ access }) => access === 'OPEN').map(({ app }) => app);
       }
       export const took = ({ durationSeconds, changes }: UserAccessWatchClearedDetail) => [durationSeconds, changes[0]?.from.access];
       // @ts-expect-error There is no such state.
       results.scansByStatus('DONE');
       // @ts-expect-error There is no such verdict.
       results.people('CLOSED');
      `,
    );
    expect(compile(['reader.ts'], resolution)).toBe('');
  });

  test("compiles the examples in the reader's documentation", () => {
    const comments = [...readFileSync('results/reader.ts', 'utf8').matchAll(/@example\n([\s\S]*?)\s*\*\//g)];
    expect(comments).toHaveLength(12);
    const files = comments.map(([, comment = ''], index) => {
      writeFileSync(join(project, `example-${index}.ts`), comment.replace(/^\s*\* ?/gm, ''));
      return `example-${index}.ts`;
    });
    expect(compile(files, 'bundler')).toBe('');
  });

  test('loads it from CommonJS and from an ES module', () => {
    const run = (file: string, text: string) => {
      writeFileSync(join(project, file), text);
      return execFileSync(process.execPath, [join(project, file)], { encoding: 'utf8' });
    };
    const print = 'console.log(typeof UserAccessResults);';
    expect(run('a.cjs', `const { UserAccessResults } = require('cdk-appfabric-user-access/results'); ${print}`)).toBe(
      'function\n',
    );
    expect(run('b.mjs', `import { UserAccessResults } from 'cdk-appfabric-user-access/results'; ${print}`)).toBe(
      'function\n',
    );
  });

  /** Returns the errors of the compiler. */
  function compile(files: string[], resolution: string): string {
    const flags = ['--strict', '--noEmit', '--skipLibCheck', '--target', 'es2022', '--types', 'node'];
    const module = resolution === 'node16' ? 'node16' : 'esnext';
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    const args = [...flags, '--module', module, '--moduleResolution', resolution, ...files];
    return execFileSync(tsc, args, { cwd: project, encoding: 'utf8' });
  }
});
