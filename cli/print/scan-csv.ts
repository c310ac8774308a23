import type { CommandContext } from '../context';
import { printCsv } from './list';
import { note } from './notes';
import { scanHeadText } from './scan-head';
import type { ScanJson } from './scan-json';
import { unlistedBecause } from './verdict-sentence';
import { type ScanCsvRow, scanCsv } from './views/results';

/**
 * Prints a scan as CSV: the results, and then what was not asked, so that nobody takes the results for all there is.
 * What no row can say is on standard error.
 */
export function printScanCsv(context: CommandContext, scan: ScanJson): void {
  const rows = [...scan.results, ...notAskedRows(scan)];
  printCsv(context, scanCsv(scan), rows);
  if (rows.length === 0) note(context, scanHeadText(scan));
  if (scan.unknownTruncated) note(context, 'A tenant that was not asked may be missing in these rows.');
  if (scan.authorizationsError !== null) {
    note(context, `An app may be missing in these rows: ${unlistedBecause(scan.authorizationsError)}.`);
  }
}

const notAskedRows = ({ unknown, email }: ScanJson): ScanCsvRow[] =>
  unknown
    .filter(({ reason }) => reason === 'NOT_ASKED')
    .map(({ app, tenantId, tenantDisplayName, reason }) => {
      return { email, app, tenantId, tenantDisplayName, access: 'UNKNOWN', reason };
    });
