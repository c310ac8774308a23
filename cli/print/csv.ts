import { stringify } from 'csv-stringify/sync';
import { printable } from './printable';

export type CsvValue = string | number | boolean | undefined | null;

/**
 * Spreadsheets read values that begin with these characters as formulas. Some also read the full-width forms of East
 * Asia. (The option `escape_formulas` does not cover a leading line feed.)
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Formats records according to RFC 4180. */
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
