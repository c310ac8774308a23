import type { Mutation } from './mutation';

/** What the table says about a person. */
export const VIEWS: readonly Mutation[] = [
  {
    name: 'let an older scan overwrite a standing',
    file: 'lambda/store/standings.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is a template
    text: 'condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order`,',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is a template
    becomes: 'condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order OR #${attribute} > :order`,',
  },
  {
    name: 'order standings by the start of the execution',
    file: 'lambda/store/standings.ts',
    text: 'return [result.tasksStartedAt ?? result.scanStartedAt, rank,',
    becomes: 'return [result.scanStartedAt, rank,',
  },
  {
    name: 'forget the history of a completed scan',
    file: 'lambda/scan/close-scan.ts',
    text: `    if (email !== undefined) await scans.updateHistory(closed, email, summaryOf(personResults));
`,
    becomes: `    if (email === undefined) await scans.updateHistory(closed, email as never, summaryOf(personResults));
`,
  },
];
