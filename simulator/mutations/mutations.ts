import { ANSWERS } from './answers';
import { CHANGES } from './changes';
import { LIVES } from './lives';
import type { Mutation } from './mutation';
import { RECORDING } from './recording';
import { TIMES } from './times';
import { VERDICTS } from './verdicts';
import { VIEWS } from './views';
import { WATCHES } from './watches';

/** Ways to break the code. The simulation proves something only if it finds each of them. */
export const MUTATIONS: readonly Mutation[] = [
  ...RECORDING,
  ...ANSWERS,
  ...TIMES,
  ...VIEWS,
  ...VERDICTS,
  ...LIVES,
  ...CHANGES,
  ...WATCHES,
];
