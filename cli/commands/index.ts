import { changes } from './changes';
import type { CommandDefinition } from './command';
import { completionOf } from './completion';
import { doctor } from './doctor';
import { explain } from './explain';
import { forget } from './forget';
import { history } from './history';
import { people } from './people';
import { results } from './results';
import { scan } from './scan';
import { scanReport } from './scan-report';
import { scans } from './scans';
import { serve } from './serve';
import { unwatch } from './unwatch';
import { watch } from './watch';
import { watches } from './watches';
import { who } from './who';

/** In the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  scan,
  results,
  people,
  scanReport,
  explain,
  who,
  changes,
  history,
  scans,
  watch,
  unwatch,
  watches,
  forget,
  doctor,
  serve,
  completionOf(() => COMMANDS),
];
