// Reads CHANGELOG.md, which has a section for each release.

/** The text of a version's section, without its heading. Undefined if there is no such section. */
export function sectionOf(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((each) => each.startsWith(`[${version}]`) || each.startsWith(`${version} `));
  return section?.slice(section.indexOf('\n')).trim();
}
