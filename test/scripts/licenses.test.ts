import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages of a file with licenses, each with the text that follows its name. */
function packagesIn(folder: string): Map<string, string> {
  const [, ...sections] = readFileSync(join(folder, 'THIRD_PARTY_LICENSES.txt'), 'utf8').split(/\n-{80}\n\n/);
  return new Map(
    sections.flatMap((section) => {
      const [titles = '', ...text] = section.split('\n\n');
      return titles.split('\n').map((title): [string, string] => [title, text.join('\n\n')]);
    }),
  );
}

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')).version;

test.each([
  ['dist', '@aws-sdk/client-dynamodb', 'Apache-2.0', 'Apache License'],
  ['dist', '@aws-sdk/util-dynamodb', 'Apache-2.0', 'Apache License'],
  ['dist', '@aws-lambda-powertools/logger', 'MIT-0', 'MIT No Attribution'],
  ['cli/dist', '@aws-lambda-powertools/logger', 'MIT-0', 'MIT No Attribution'],
  ['cli/dist', 'commander', 'MIT', 'Copyright (c) 2011 TJ Holowaychuk'],
  ['cli/dist', 'zod', 'MIT', 'Copyright (c) 2025 Colin McDonnell'],
  ['local/dist', 'zod', 'MIT', 'Copyright (c) 2025 Colin McDonnell'],
  ['local/dist', 'jsonc-parser', 'MIT', 'Copyright (c) Microsoft'],
])('%s has the license of %s', (folder, name, license, text) => {
  expect(packagesIn(folder).get(`${name} ${versionOf(name)} (${license})`)).toContain(text);
});

test.each(['dist', 'cli/dist', 'local/dist'])('every license in %s is one that lets you use the code', (folder) => {
  const licenses = [...packagesIn(folder).keys()].map((title) => /\((.*)\)$/.exec(title)?.[1]);
  expect(licenses.length).toBeGreaterThan(1);
  const permissive = new Set(['Apache-2.0', 'MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause']);
  expect(licenses.filter((license) => !permissive.has(String(license)))).toEqual([]);
});
