import type { Watch } from '../../results';
import type { CommandContext } from '../context';
import { ExitCode } from '../errors';
import type { Options } from '../options';
import { note } from './notes';
import type { ScanJson } from './scan-json';

/** The exit code of a scan that has ended. If it is because of the verdict, a line says so. */
export function exitCodeOf(context: CommandContext, { failOn }: Options, { status, verdict }: ScanJson): number {
  if (status !== 'COMPLETED') return ExitCode.FAILED;
  if (failOn === undefined) return ExitCode.DONE;
  if (verdict === null) {
    note(context, 'Exit code 1: --fail-on needs a verdict, and none is recorded for this scan.');
    return ExitCode.FAILED;
  }
  if (!failOn.includes(verdict)) return ExitCode.DONE;
  note(context, `Exit code 3: the verdict is ${verdict}, which --fail-on names.`);
  return ExitCode.VERDICT;
}

/** The exit code of a watch that has ended. If the person is not clear, a line says so. */
export function watchExitCode(context: CommandContext, { status }: Watch): number {
  if (status === 'CLEARED') return ExitCode.DONE;
  if (status === 'STOPPED') return ExitCode.FAILED;
  note(context, 'Exit code 3: the watch has given up, and the person is not clear.');
  return ExitCode.VERDICT;
}
