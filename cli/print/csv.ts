import { stringify } from 'csv-stringify/sync';
import { printable } from './printable';

export type CsvValue = string | number | boolean | undefined | null;

/**
 * A spreadsheet reads a value that begins like this as a formula, and an application's answer must not become one.
 * Some spreadsheets read the full-width forms of East Asia too. (`escape_formulas` leaves out a leading line feed.)
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Records as RFC 4180 has them. */
export const csv = (records: readonly (readonly CsvValue[])[]): string =>
  stringify([...records], {
    record_delimiter: '\r\n',
    quote_record_delimiter: true,
    cast: { string: harmless, boolean: String },
  });

function harmless(value: string): string {
  const text = value.replace(/[^\r\n\t]+/g, printable);
  return FORMULA.test(text) ? `'${text}` : text;
}
