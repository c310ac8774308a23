import type { Access, Verdict } from '../../../results';
import { element } from './dom';

type Word = Access | Verdict;

const RING = 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z';

/** Each word has a shape of its own, so that color is not needed to tell them apart. */
const SHAPES: Readonly<Record<Word, { readonly line?: string; readonly filled?: string }>> = {
  OPEN: { filled: RING },
  BLOCKED: { line: RING, filled: 'M8 2a6 6 0 0 0 0 12z' },
  NONE: { line: RING },
  UNKNOWN: { line: 'M4.7 5.8a3.3 3.3 0 1 1 5.1 2.8c-1.2.8-1.8 1.3-1.8 2.4', filled: 'M8 12.6a1.2 1.2 0 1 0 .01 0z' },
  CLEAR: { line: 'M2.5 8.5l3.7 3.7L13.5 4' },
  NOT_FOUND: { line: `${RING}M3.8 12.2L12.2 3.8` },
};

/** One of the words of access, or a verdict, with its shape. */
export function word(value: Word, more = ''): HTMLElement {
  return element('span', { class: `word ${value}` }, shape(value), `${value}${more}`);
}

const SVG = 'http://www.w3.org/2000/svg';

function shape(value: Word): SVGElement {
  const { line, filled } = SHAPES[value];
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  if (filled) svg.append(path({ d: filled, fill: 'currentColor' }));
  if (line) svg.append(path({ d: line, fill: 'none', stroke: 'currentColor', 'stroke-width': '2' }));
  return svg;
}

function path(attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(SVG, 'path');
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
