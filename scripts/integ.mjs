// npm run integ: deploys a scanner from the packed construct in your AWS account, scans a person, asserts, and deletes it.
// npm run integ -- --check compares its template with the snapshot in test/integ, without AWS. --update writes the snapshot.
import './check-node.mjs';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'test', 'integ');
/** A project of its own, because integ-runner reads the assemblies of the oldest supported CDK only. */
const project = join(root, 'dist', 'integ');
const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { values } = parseArgs({ options: { check: { type: 'boolean' }, update: { type: 'boolean' } } });

function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
const isSnapshot = (name) => name.endsWith('.snapshot');

function prepare() {
  mkdirSync(project, { recursive: true });
  for (const name of readdirSync(project)) {
    if (name !== 'node_modules') rmSync(join(project, name), { recursive: true });
  }
  cpSync(source, project, { recursive: true });
  run('npm', ['ci', '--no-audit', '--no-fund', '--silent'], project);
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], root);
  const [tarball] = readdirSync(project).filter((name) => name.endsWith('.tgz'));
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--silent', `./${tarball}`], project);
}

/**
 * The bundles of the functions are left out: they are tested where they are built, and would be new in most changes. So are
 * the paths of this machine in stack traces.
 */
function keepSnapshot() {
  for (const name of readdirSync(project).filter(isSnapshot)) {
    for (const file of readdirSync(join(project, name))) {
      if (/^asset\.|^tree\.json$|^validation-report\.json$/.test(file))
        rmSync(join(project, name, file), { recursive: true });
      else if (file.endsWith('.metadata.json')) {
        const path = join(project, name, file);
        writeFileSync(path, readFileSync(path, 'utf8').replaceAll(`${root}/`, ''));
      }
    }
    rmSync(join(source, name), { recursive: true, force: true });
    cpSync(join(project, name), join(source, name), { recursive: true });
  }
}

// jsii-docgen reads the assembly that it finds below this repository: API.md would be made from this older one.
process.on('exit', () => rmSync(join(project, 'node_modules', name), { recursive: true, force: true }));
prepare();
const runner = join(project, 'node_modules', '.bin', 'integ-runner');
if (values.check) {
  const { status } = spawnSync(runner, [], { cwd: project, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    process.stderr.write('If the change is what you want, run `npm run integ -- --update` and commit test/integ.\n');
    process.exitCode = 1;
  }
} else {
  run(runner, ['--force', '--update-on-failed', ...(values.update ? ['--dry-run'] : [])], project);
  keepSnapshot();
}
