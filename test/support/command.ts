import { join } from 'node:path';
import { systemClock } from '../../cli/clock';
import type { Clock, CommandContext } from '../../cli/context';
import { main } from '../../cli/main';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** @default - the package in this repository */
  readonly packageRoot?: string;
  /** Set if both outputs are a terminal. */
  readonly terminal?: { readonly columns: number; readonly rows?: number };
  /** What the user types when asked. Without it, there is nobody to ask. */
  readonly answer?: string;
  readonly clock?: Clock;
  /** Stops the command as Ctrl-C does. */
  readonly signal?: AbortSignal;
}

/** Runs the command in this process, and collects its output. */
export async function userAccess(argv: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTTY: surroundings.terminal !== undefined,
    columns: surroundings.terminal?.columns,
    rows: surroundings.terminal?.rows,
  });
  const root = process.cwd();
  const context: CommandContext = {
    env: surroundings.env ?? {},
    cwd: surroundings.cwd ?? root,
    packageRoot: surroundings.packageRoot ?? join(root, 'cli'),
    stdout: output('stdout'),
    stderr: output('stderr'),
    clock: surroundings.clock ?? systemClock,
    ...(surroundings.answer !== undefined && {
      ask: async (question) => {
        written.stderr += question;
        return surroundings.answer ?? '';
      },
    }),
    stopSignal: () => surroundings.signal ?? new AbortController().signal,
  };
  const code = await main(argv, context);
  return { code, ...written };
}
