import type { Comparison } from './comparison';
import type { CrashRow } from './crashes';
import type { ColdRow } from './functions/cold';
import type { WarmRow } from './functions/warm';
import type { Effort } from './options';
import type { SynthRow } from './synth/measure';
import type { WindowRow } from './windows';

/** The results of one run. */
export interface Results {
  readonly effort: Effort;
  readonly machine: string;
  readonly date: string;
  readonly commit: string;
  readonly minutes: number;
  readonly comparison: Comparison;
  readonly windows: readonly WindowRow[];
  readonly crashes: readonly CrashRow[];
  readonly cold: readonly ColdRow[];
  readonly warm: readonly WarmRow[];
  readonly synth: readonly SynthRow[];
  /** The polling settings of the synthesized template. */
  readonly settings: Readonly<Record<string, string>>;
}
