import { readScan } from '../connection/read';
import { withResults } from '../connection/session';
import { ExitCode, failure } from '../errors';
import { READING_OPTIONS } from '../options';
import { printCsv, printJson } from '../print/list';
import { scanJson } from '../print/scan-json';
import { printSummary } from '../print/scan-summary';
import { resultsView } from '../print/views';
import type { CommandDefinition } from './command';

export const scanReport: CommandDefinition = {
  usage: 'scan-report <scan-id>',
  summary: 'Show one scan with all its results, even while it runs.',
  options: READING_OPTIONS,
  examples: ['scan-report scan-20261101T090000Z-1f2e3d4c --local', 'scan-report my-scan --table my-table --json'],
  async run(scanId = '', options, context) {
    const report = await withResults(options, context, (results) => readScan(results, scanId));
    if (!report)
      throw failure(`There is no scan ${scanId} in this table. To list the scans, run \`user-access scans\`.`);
    if (options.json) printJson(context, scanJson(report));
    else if (options.csv) printCsv(context, resultsView(true), report.results);
    else printSummary(context, report);
    return ExitCode.DONE;
  },
};
