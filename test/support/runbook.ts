import { readFileSync } from 'node:fs';

export const RUNBOOK = 'docs/operations.md';

/** The anchor of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
    .replaceAll(' ', '-');

/** The text below each heading, by its anchor. */
export function sectionsOf(page = RUNBOOK): Map<string, string> {
  const text = readFileSync(page, 'utf8').replace(/```.*?```/gs, (code) => code.replaceAll('#', ' '));
  const parts = text.split(/^#+ (.*)$/m).slice(1);
  const anchors = parts.filter((_, index) => index % 2 === 0).map(anchorOf);
  expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
  return new Map(anchors.map((anchor, index) => [anchor, parts[2 * index + 1]?.trim() ?? '']));
}
