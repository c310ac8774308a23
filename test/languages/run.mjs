// npm run test:languages: the same stack from Python, Java and Go as from TypeScript, with the packages that jsii makes.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { install, manifest, NEWEST, OLDEST, pack, root, run as runProgram } from '../packages/project.mjs';

const { version } = manifest;
const examples = join(root, 'examples');
const work = mkdtempSync(join(tmpdir(), 'languages-'));
const FIRST = 'first-stack';
const ALL = [FIRST, 'offboarding', 'nightly-review', 'page-on-reopened', 'cross-account-bus'];

/** The Node.js of this repository also runs jsii for the other languages. */
const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };

const run = (command, args, options = {}) => runProgram(command, args, { env, ...options });

const exists = (command) => spawnSync(command, ['--version'], { env }).error === undefined;

/** A copy of the examples in a language, in a folder of its own. */
function copyOf(language) {
  const folder = join(work, `${language}-examples`);
  cpSync(join(examples, language), folder, { recursive: true });
  return folder;
}

/** Runs an app as `cdk synth` does, and returns its templates by the names of their stacks. */
function synthesize(command, args, cwd) {
  const outdir = mkdtempSync(join(work, 'cdk.out-'));
  run(command, args, { cwd, env: { ...env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: '{}' } });
  const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(
    files.map((file) => [file, comparable(JSON.parse(readFileSync(join(outdir, file), 'utf8')))]),
  );
}

/** Metadata says in which language an app is written, and where the assets are. */
function comparable({ Conditions, Resources, ...rest }) {
  const resources = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
  return { ...rest, Resources: Object.fromEntries(resources.map(([id, { Metadata, ...resource }]) => [id, resource])) };
}

/** Makes the package of a language as `npm run languages` does, and returns the folder with it. */
function pacmak(target, ...flags) {
  const outdir = join(work, 'packages');
  translateExamples();
  run('jsii-pacmak', ['--rosetta-unknown-snippets', 'fail', '--targets', target, '--outdir', outdir, ...flags, root]);
  return join(outdir, target);
}

/** Without it, the examples in the package of each language are in TypeScript. */
function translateExamples() {
  if (translated) return;
  run('jsii-rosetta', ['extract', '--compile', '--fail', root]);
  translated = true;
}

/** A project with the packed construct, in which `templatesOf` runs an example. */
function typescript({ cdk, constructs }) {
  const folder = join(work, `typescript-${cdk}`);
  cpSync(join(examples, 'typescript'), folder, { recursive: true });
  const packages = [pack('.', folder), `aws-cdk-lib@${cdk}`, `constructs@${constructs}`];
  install(folder, packages, { type: 'module' });
  return (example) => synthesize(process.execPath, [`${example}.ts`], folder);
}

const LANGUAGES = {
  Python: {
    needs: ['python3'],
    cdk: OLDEST,
    examples: ALL,
    prepare({ cdk, constructs }) {
      const wheel = join(pacmak('python'), `cdk_appfabric_user_access-${version}-py3-none-any.whl`);
      const folder = copyOf('python');
      run('python3', ['-m', 'venv', join(folder, '.venv')]);
      const python = join(folder, '.venv', 'bin', 'python');
      const packages = [wheel, `aws-cdk-lib==${cdk}`, `constructs==${constructs}`];
      run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
      return (example) => synthesize(python, [`${example.replaceAll('-', '_')}.py`], folder);
    },
  },
  Java: {
    needs: ['java', 'mvn'],
    cdk: OLDEST,
    examples: [FIRST],
    prepare({ cdk, constructs }) {
      const folder = copyOf('java');
      addRepository(join(folder, 'pom.xml'), pacmak('java'));
      const versions = { construct: version, cdk, constructs };
      const properties = Object.entries(versions).map(([name, value]) => `-D${name}.version=${value}`);
      const maven = ['--quiet', '--batch-mode', ...properties];
      run('mvn', [...maven, 'compile'], { cwd: folder });
      return () => synthesize('mvn', [...maven, 'exec:java'], folder);
    },
  },
  Go: {
    needs: ['go'],
    // Go has no ranges of versions: the module needs the CDK that it was made with.
    cdk: NEWEST,
    examples: [FIRST],
    prepare({ cdk, constructs }) {
      const module = join(pacmak('go'), 'cdkappfabricuseraccess');
      const folder = copyOf('go');
      const name = 'github.com/cdk-appfabric-user-access/cdk-appfabric-user-access-go/cdkappfabricuseraccess';
      const go = (...args) => run('go', args, { cwd: folder });
      go('mod', 'init', 'example.com/user-access');
      go('mod', 'edit', `-replace=${name}=${module}`, `-require=${name}@v${version}`);
      go(
        'get',
        `github.com/aws/aws-cdk-go/awscdk/v2@v${cdk}`,
        `github.com/aws/constructs-go/constructs/v10@v${constructs}`,
      );
      go('mod', 'tidy');
      go('build', '-o', 'app', '.');
      return () => synthesize(join(folder, 'app'), [], folder);
    },
  },
};

/** Lets Maven find the packed construct. It would keep that of an earlier run, which has the same version. */
function addRepository(pom, folder) {
  rmSync(join(homedir(), '.m2/repository/io/github/cdk-appfabric-user-access'), { recursive: true, force: true });
  const repository = `<repositories><repository><id>packed</id><url>file://${folder}</url></repository></repositories>`;
  writeFileSync(pom, readFileSync(pom, 'utf8').replace('</project>', `${repository}</project>`));
}

/** The first part in which two templates differ. */
function difference(expected, actual, path = []) {
  if (isDeepStrictEqual(expected, actual)) return undefined;
  const isObject = (value) => typeof value === 'object' && value !== null;
  if (isObject(expected) && isObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const found = difference(expected[key], actual[key], [...path, key]);
      if (found) return found;
    }
  }
  return `${path.join('.')} is ${JSON.stringify(actual)}, and in TypeScript ${JSON.stringify(expected)}`;
}

/** Compares the templates of a language with those of TypeScript, and says how it went. */
function test(name, { needs, cdk, examples: names, prepare }) {
  const missing = needs.filter((command) => !exists(command));
  if (missing.length > 0) return console.log(`${name}: not tested, because ${missing.join(' and ')} is missing.`);
  const started = Date.now();
  if (!projects.has(cdk)) projects.set(cdk, typescript(cdk));
  const [inTypeScript, inThis] = [projects.get(cdk), prepare(cdk)];
  for (const example of names) {
    const differs = difference(inTypeScript(example), inThis(example));
    if (differs) throw new Error(`${name}, ${example}: the template differs. ${differs}`);
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`${name}: the same templates as in TypeScript, with CDK ${cdk.cdk}: ${names.join(', ')} (${seconds} s).`);
}

/** .NET is not run here. The names in the README's example are those of the generated package. */
function testDotnet() {
  const folder = pacmak('dotnet', '--code-only');
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.cs'));
  const code = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const [, example] = /```csharp\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8'));
  const names = [...example.matchAll(/new (\w+)\(stack|new (\w+Options|\w+Props)\b|scanner\.(\w+)\(|^ {4}(\w+) = /gm)];
  const unknown = names
    .map((match) => match.slice(1).find((name) => name !== undefined))
    .filter((name) => !new RegExp(`(class|virtual|public) (\\S+ )*${name}\\b`).test(code));
  if (unknown.length > 0) throw new Error(`.NET: the generated package has no ${unknown.join(', ')}.`);
  console.log(`.NET: generated, and the ${names.length} names in the README's example are in it.`);
}

let translated = false;
const projects = new Map();
const only = process.argv.slice(2);
try {
  for (const [name, language] of Object.entries(LANGUAGES)) {
    if (only.length === 0 || only.includes(name.toLowerCase())) test(name, language);
  }
  if (only.length === 0 || only.includes('dotnet')) testDotnet();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
