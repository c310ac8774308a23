import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = process.cwd();

/** Packs one of the packages of this repository, as `npm publish` does, and returns the tarball. */
export function pack(folder: string, destination: string): string {
  // Scripts are left out: they would build again what the test run has built already.
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', destination], {
    cwd: join(root, folder),
    stdio: 'ignore',
  });
  const [tarball, ...others] = readdirSync(destination).filter((file) => file.endsWith('.tgz'));
  if (tarball === undefined || others.length > 0) throw new Error(`npm pack left ${[tarball, ...others]}`);
  return join(destination, tarball);
}

/** Installs a tarball in a project, without a registry: `link` stands in for its dependencies. */
export function unpack(tarball: string, project: string, name: string): string {
  const folder = join(project, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components', '1', '-C', folder]);
  return folder;
}

/** Stands in for the installation of a package from the registry. */
export function link(dependency: string, project: string): void {
  const place = join(project, 'node_modules', dependency);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(root, 'node_modules', dependency), place);
}

/** The files in a package, with paths relative to it. */
export const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });
