import { stringify } from 'csv-stringify/sync';
import { printable } from './printable';

export type CsvValue = string | number | boolean | undefined | null;

/**
 * Where a value, or a cell that a spreadsheet makes of a part of it, begins like a formula. Some spreadsheets also read
 * the full-width forms of East Asia. In countries where a comma is the decimal separator, they take semicolons for the
 * ends of cells, and then quotation marks inside a line for text. (The option `escape_formulas` does not cover these.)
 */
const FORMULA = /(?:^|(?<=[;\t\n]))(?=[=+\-@＝＋－＠])|^(?=[\t\r\n])/g;

/** What spreadsheets can take for the end of a cell, if they don't find it in quotation marks. */
const SEPARATORS = /[;\t]/;

/** A carriage return alone would let a terminal overwrite the line. */
const PRINTED = /(?:(?!\r\n)[^\n\t])+/g;

/** Formats records according to RFC 4180. */
export const csv = (records: readonly (readonly CsvValue[])[]): string =>
  stringify([...records], {
    record_delimiter: '\r\n',
    quote_record_delimiter: true,
    quoted_match: SEPARATORS,
    cast: { string: harmless, boolean: String },
  });

const harmless = (value: string): string => value.replace(PRINTED, printable).replace(FORMULA, "'");
