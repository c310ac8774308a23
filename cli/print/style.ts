import { styleText } from 'node:util';
import type { CommandContext, Output } from '../context';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Uses color on a terminal, unless NO_COLOR is set (https://no-color.org). As in Node.js, FORCE_COLOR decides first. */
export function painter({ env }: Pick<CommandContext, 'env'>, output: Output): Paint {
  if (!hasColor(env, output)) return (_style, text) => text;
  return (style, text) => styleText(style, text, { validateStream: false });
}

function hasColor({ FORCE_COLOR, NO_COLOR, TERM }: CommandContext['env'], { isTTY, isMarkdown }: Output): boolean {
  if (isMarkdown) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return Boolean(isTTY) && !NO_COLOR && TERM !== 'dumb';
}
