import { styleText } from 'node:util';
import type { CommandContext, Output } from '../context';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Uses color on a terminal, unless NO_COLOR is set (https://no-color.org). */
export function painter({ env }: CommandContext, output: Output): Paint {
  if (!output.isTTY || env.NO_COLOR || env.TERM === 'dumb') return (_style, text) => text;
  return (style, text) => styleText(style, text, { validateStream: false });
}
