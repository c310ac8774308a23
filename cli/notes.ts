import { printable } from './printable';
import { shellWord } from './shell';
import { painter } from './style';
import type { World } from './world';

/** One line for the person, beside what the command prints for the next program. */
export function note({ stderr }: World, text: string): void {
  stderr.write(`${printable(text)}\n`);
}

export function errorLine(world: World, message: string): void {
  const paint = painter(world, world.stderr);
  world.stderr.write(`${paint('red', 'user-access:')} ${printable(message)}\n`);
}

/** How the person would type another command: `npm start` is this program with --local. */
export function typed({ env }: World, words: readonly string[], where: string): string {
  const line = words.map(shellWord).join(' ');
  return env.npm_lifecycle_event === 'start'
    ? `npm start -- ${line}${where.replace(' --local', '')}`
    : `user-access ${line}${where}`;
}
