import type { CommandContext } from '../context';
import { tenantName } from './columns';
import { printCsv } from './list';
import { note } from './notes';
import { notAskedText } from './reasons';
import type { ScanJson } from './scan-json';
import { resultsView } from './views/results';

/**
 * Prints the results of a scan as CSV. What was not asked has no row, so it is named on standard error, and nobody takes
 * the rows for all there is.
 */
export function printScanCsv(context: CommandContext, scan: ScanJson): void {
  printCsv(context, resultsView(true, scan.scanId), scan.results);
  const isListed = scan.authorizationsError === null;
  for (const tenant of scan.unknown) {
    if (tenant.reason !== 'NOT_ASKED') continue;
    note(context, `Not in these rows: ${tenantName(tenant)}, ${notAskedText(tenant.authorizationStatus, isListed)}.`);
  }
  if (scan.unknownTruncated) note(context, 'The list of what is not in these rows is incomplete.');
  if (!isListed) {
    const why = `the app authorizations could not be listed (${scan.authorizationsError})`;
    note(context, `An app may be missing in these rows: ${why}.`);
  }
}
