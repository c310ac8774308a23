// What the checks of the packed packages share: they pack, and install from the registry, as people do.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { peerDependencies, devDependencies } = manifest;

/** The versions of CDK that are supported. */
export const OLDEST = {
  cdk: peerDependencies['aws-cdk-lib'].slice(1),
  constructs: peerDependencies.constructs.slice(1),
};
export const NEWEST = { cdk: devDependencies['aws-cdk-lib'], constructs: devDependencies.constructs };

/** Runs a program and returns what it prints. If it fails, the error has all of its output. */
export function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed:\n${error ?? ''}${stdout}${stderr}`);
}

/** Packs a package of this repository into a folder, and returns the path of the tarball. */
export function pack(folder, destination) {
  mkdirSync(destination, { recursive: true });
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', destination], { cwd: join(root, folder) });
  return join(
    destination,
    readdirSync(destination).find((file) => file.endsWith('.tgz')),
  );
}

/** Makes a folder a project with these packages. */
export function install(folder, packages, more = {}) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'theirs', private: true, ...more }));
  run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: folder });
}
