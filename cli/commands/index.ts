import type { Command } from './command';
import { history } from './history';
import { results } from './results';
import { scan } from './scan';
import { scanReport } from './scan-report';
import { scans } from './scans';
import { serve } from './serve';
import { who } from './who';

/** In the order of the help. */
export const COMMANDS: readonly Command[] = [scan, results, scanReport, who, history, scans, serve];

export const commandNames = COMMANDS.map(({ name }) => name);

export const findCommand = (name: string | undefined): Command | undefined =>
  COMMANDS.find((command) => command.name === name);
