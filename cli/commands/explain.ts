import { withResults } from '../connection/session';
import { ExitCode } from '../errors';
import { READING_OPTIONS } from '../options';
import { printExplanation } from '../print/explanation';
import { printJson } from '../print/list';
import { typed } from '../print/notes';
import { printScanCsv } from '../print/scan-csv';
import type { CommandDefinition } from './command';
import { existingScan } from './existing-scan';

export const explain: CommandDefinition = {
  usage: 'explain <scan-id>',
  summary: 'Show for each result of a scan what AppFabric said, and which rule decided.',
  options: READING_OPTIONS,
  notes: ['--json and --csv print the same as scan-report. The rule is in decidedBy.'],
  examples: ['explain scan-20261101T090000Z-1f2e3d4c --local', 'explain my-scan --table my-table'],
  async run(scanId = '', options, context) {
    const scan = await withResults(options, context, (results) =>
      existingScan(results, scanId, typed(context, options, 'scans')),
    );
    if (options.output === 'json') printJson(context, scan);
    else if (options.output === 'csv') printScanCsv(context, scan);
    else printExplanation(context, scan);
    return ExitCode.DONE;
  },
};
