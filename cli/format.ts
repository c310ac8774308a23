/** How a result can be printed. */
export const FORMATS = ['table', 'json', 'csv', 'markdown'] as const;

export type Format = (typeof FORMATS)[number];

/** Whether a result is printed in sentences and tables, and not as data for a program. */
export const isForPeople = ({ output }: { readonly output?: Format }): boolean =>
  output === undefined || output === 'table' || output === 'markdown';
