// Writes the links of the README in the assembly as addresses: PyPI and pkg.go.dev show it without the files of the repository.
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * @param markdown a text whose links are relative to the root of the repository
 * @param repository the address of the repository
 * @param version of the release, whose tag the links lead to
 */
export function absoluteLinks(markdown, repository, version) {
  return markdown.replace(
    /(!?)(\[[^\]]*\])\((?![a-z]+:|#)([^)\s]+)\)/g,
    (_, image, text, path) => `${image}${text}(${repository}/${image ? 'raw' : 'blob'}/v${version}/${path})`,
  );
}

/** @param file the assembly that jsii wrote. */
export function writeAbsoluteLinks(file) {
  const assembly = JSON.parse(readFileSync(file, 'utf8'));
  const repository = assembly.repository.url.replace(/^git\+|\.git$/g, '');
  assembly.readme.markdown = absoluteLinks(assembly.readme.markdown, repository, assembly.version);
  writeFileSync(file, JSON.stringify(assembly, undefined, 2));
}
