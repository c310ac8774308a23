// npm run test:languages: the same stack from Python, Java and Go as from TypeScript, with the packages that jsii makes.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const apps = join(root, 'test', 'languages');
const work = mkdtempSync(join(tmpdir(), 'languages-'));
const { version, peerDependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const OLDEST = { cdk: peerDependencies['aws-cdk-lib'].slice(1), constructs: peerDependencies.constructs.slice(1) };
const NEWEST = { cdk: devDependencies['aws-cdk-lib'], constructs: devDependencies.constructs };

/** The Node.js of this repository also runs jsii for the other languages. */
const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env, ...options });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed:\n${error ?? ''}${stdout}${stderr}`);
}

const exists = (command) =>
  spawnSync(command, ['--version'], { env }).error === undefined ||
  spawnSync(command, ['version'], { env }).error === undefined;

/** A copy of an app, in its own folder. */
function copyOf(language) {
  const folder = join(work, `${language}-app`);
  cpSync(join(apps, language), folder, { recursive: true });
  return folder;
}

/** Runs an app as `cdk synth` does, and returns its template. */
function synthesize(command, args, cwd, more = {}) {
  const outdir = mkdtempSync(join(work, 'cdk.out-'));
  run(command, args, { cwd, env: { ...env, ...more, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: '{}' } });
  return comparable(JSON.parse(readFileSync(join(outdir, 'UserAccess.template.json'), 'utf8')));
}

/** Metadata says in which language an app is written, and where the assets are. */
function comparable({ Resources, ...rest }) {
  const resources = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
  const { Conditions, ...others } = rest;
  return {
    ...others,
    Resources: Object.fromEntries(resources.map(([id, { Metadata, ...resource }]) => [id, resource])),
  };
}

/** Makes the package of a language, and returns the folder with it. */
function pacmak(target, ...flags) {
  const outdir = join(work, 'packages');
  run('jsii-pacmak', ['--targets', target, '--outdir', outdir, ...flags, root]);
  return join(outdir, target);
}

function typescript({ cdk, constructs }) {
  const folder = join(work, `typescript-${cdk}`);
  mkdirSync(folder);
  const tarball = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: root,
  }).trim();
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const packages = [join(folder, tarball), `aws-cdk-lib@${cdk}`, `constructs@${constructs}`];
  run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: folder });
  cpSync(join(apps, 'typescript', 'app.ts'), join(folder, 'app.mts'));
  return synthesize(process.execPath, ['app.mts'], folder);
}

const LANGUAGES = {
  Python: {
    needs: ['python3'],
    cdk: OLDEST,
    synth({ cdk, constructs }) {
      const wheel = join(pacmak('python'), `cdk_appfabric_user_access-${version}-py3-none-any.whl`);
      const folder = copyOf('python');
      run('python3', ['-m', 'venv', join(folder, '.venv')]);
      const python = join(folder, '.venv', 'bin', 'python');
      const packages = [wheel, `aws-cdk-lib==${cdk}`, `constructs==${constructs}`];
      run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
      return synthesize(python, ['app.py'], folder);
    },
  },
  Java: {
    needs: ['java', 'mvn'],
    cdk: OLDEST,
    synth({ cdk, constructs }) {
      const folder = copyOf('java');
      const properties = [
        `-Dpacked=file://${pacmak('java')}`,
        `-Dconstruct.version=${version}`,
        `-Dcdk.version=${cdk}`,
        `-Dconstructs.version=${constructs}`,
      ];
      const maven = (...goals) => ['--quiet', '--batch-mode', ...properties, ...goals];
      run('mvn', maven('compile'), { cwd: folder });
      return synthesize('mvn', maven('exec:java', '-Dexec.mainClass=UserAccessApp'), folder);
    },
  },
  Go: {
    needs: ['go'],
    // Go has no ranges of versions: the module needs the CDK that it was made with.
    cdk: NEWEST,
    synth({ cdk, constructs }) {
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
      return synthesize(join(folder, 'app'), [], folder);
    },
  },
};

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

const only = process.argv.slice(2);
const templates = new Map();
let failed = false;
try {
  for (const [name, { needs, cdk, synth }] of Object.entries(LANGUAGES)) {
    if (only.length > 0 && !only.includes(name.toLowerCase())) continue;
    const missing = needs.filter((command) => !exists(command));
    if (missing.length > 0) {
      console.log(`${name}: not tested, because ${missing.join(' and ')} is missing.`);
      continue;
    }
    const started = Date.now();
    if (!templates.has(cdk.cdk)) templates.set(cdk.cdk, typescript(cdk));
    const differs = difference(templates.get(cdk.cdk), synth(cdk));
    failed ||= differs !== undefined;
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    const resources = Object.keys(templates.get(cdk.cdk).Resources).length;
    console.log(
      differs
        ? `${name}: the template differs. ${differs}`
        : `${name}: the same ${resources} resources as in TypeScript, with CDK ${cdk.cdk} (${seconds} s).`,
    );
  }
} catch (error) {
  console.error(error.message);
  failed = true;
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
