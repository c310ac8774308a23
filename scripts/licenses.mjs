// Writes the licenses of the packages in bundles: a license lets you copy the code with its text.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package that a file of a bundle is from, relative to the repository. */
const packageOf = (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

/** The files of a package that its license asks to keep. */
const LEGAL = /^(licen[cs]e|notice|copying)([.-].*)?$/i;

function licenseOf(root, folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const own = readdirSync(join(root, folder)).filter((file) => LEGAL.test(file));
  // Some packages only name their license.
  const files = own.length > 0 ? own.map((file) => join(root, folder, file)) : [licenseText(root, license, name)];
  const text = files.map((file) => readFileSync(file, 'utf8').trim()).join('\n\n');
  return { name, version, license, text };
}

function licenseText(root, license, name) {
  const file = license === 'Apache-2.0' ? join(root, 'LICENSE') : join(root, 'scripts', 'licenses', `${license}.txt`);
  if (!existsSync(file)) throw new Error(`${name} has no license file. Write the text of ${license} to ${file}.`);
  return file;
}

/** @param metafiles what esbuild says of the bundles. */
export function bundledPackages(root, metafiles) {
  const files = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
    ),
  );
  const folders = new Set(files.map(packageOf).filter((folder) => folder !== undefined));
  return [...folders].map((folder) => licenseOf(root, folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function writeLicenses(root, metafiles, outdir) {
  const byText = Map.groupBy(bundledPackages(root, metafiles), ({ text }) => text);
  const sections = [...byText].map(([text, packages]) => {
    // The same package can be in more than one folder of node_modules.
    const titles = new Set(packages.map(({ name, version, license }) => `${name} ${version} (${license})`));
    return `${[...titles].join('\n')}\n\n${text}\n`;
  });
  const head = 'The files in this folder and below contain code of these packages, under these licenses.\n';
  writeFileSync(join(outdir, 'THIRD_PARTY_LICENSES.txt'), [head, ...sections].join(`\n${'-'.repeat(80)}\n\n`));
}
