import { withResults } from '../connection/session';
import { ExitCode } from '../errors';
import { READING_OPTIONS } from '../options';
import { printJson } from '../print/list';
import { typed } from '../print/notes';
import { printScanCsv } from '../print/scan-csv';
import { printSummary } from '../print/scan-summary';
import type { CommandDefinition } from './command';
import { existingScan } from './existing-scan';

export const scanReport: CommandDefinition = {
  usage: 'scan-report <scan-id>',
  summary: 'Show one scan with all its results, even while it runs.',
  options: READING_OPTIONS,
  examples: ['scan-report scan-20261101T090000Z-1f2e3d4c --local', 'scan-report my-scan --table my-table --json'],
  async run(scanId = '', options, context) {
    const scan = await withResults(options, context, (results) =>
      existingScan(results, scanId, typed(context, options, 'scans')),
    );
    if (options.output === 'json') printJson(context, scan);
    else if (options.output === 'csv') printScanCsv(context, scan);
    else printSummary(context, scan);
    return ExitCode.DONE;
  },
};
