import { styleText } from 'node:util';
import type { Output, World } from './world';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Colour is for a terminal, and only where nobody asked for none (https://no-color.org). */
export function painter({ env }: World, output: Output): Paint {
  if (!output.isTTY || env.NO_COLOR || env.TERM === 'dumb') return (_style, text) => text;
  return (style, text) => styleText(style, text, { validateStream: false });
}
