import { ExitCode } from '../errors';
import { errorLine } from '../notes';
import type { Options } from '../options';
import { printCsv, printJson } from '../output';
import { readScan } from '../read';
import { scanJson } from '../report';
import { printReport } from '../scan-report';
import { withSession } from '../session';
import { resultsView } from '../views/results';
import { whereIsTheScanner } from '../where';
import type { World } from '../world';
import { type Command, READING } from './command';

export const scanReport: Command = {
  name: 'scan-report',
  summary: 'One scan with all its results, also while it runs.',
  forms: ['<scan id>'],
  words: { least: 1, most: 1 },
  options: READING,
  examples: ['scan-report scan-20261101T090000Z-1f2e3d4c --local', 'scan-report my-scan --table my-table --json'],
  run,
};

async function run([scanId = '']: readonly string[], options: Options, world: World): Promise<number> {
  const where = whereIsTheScanner(options, world, ['tableName']);
  const report = await withSession(where, world, (session) => readScan(session.results, scanId));
  if (!report) {
    errorLine(world, `There is no scan ${scanId} in this table: \`user-access scans\` lists those that are.`);
    return ExitCode.FAILED;
  }
  if (options.json) printJson(world, scanJson(report.scan, report.results));
  else if (options.csv) printCsv(world, resultsView(true), report.results);
  else printReport(world, report);
  return ExitCode.DONE;
}
