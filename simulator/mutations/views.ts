import type { Mutation } from './mutation';

/** What the table says about a person. */
export const VIEWS: readonly Mutation[] = [
  {
    name: 'let an older scan overwrite a standing',
    file: 'lambda/store/standing-conditions.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is a template
    text: '`attribute_not_exists(#${attribute}) OR #${attribute} < :order`;',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is a template
    becomes: '`attribute_not_exists(#${attribute}) OR #${attribute} < :order OR #${attribute} > :order`;',
  },
  {
    name: 'forget that there was an account when it is gone',
    file: 'lambda/store/standing-attributes.ts',
    text: "remove: [...absent, 'appPk', 'appSk'] };",
    becomes: "remove: [...absent, 'appPk', 'appSk', 'accountSeenAt'] };",
  },
  {
    name: 'let an older scan set the verdict of a person',
    file: 'lambda/store/people.ts',
    text: 'while (current === undefined || current.order < order) {',
    becomes: 'while (current === undefined || current.order !== order) {',
  },
  {
    name: 'keep the time of another verdict',
    file: 'lambda/store/people.ts',
    text: 'const since = current?.verdict === verdict ? current.since : endedAt;',
    becomes: 'const since = current?.since ?? endedAt;',
  },
  {
    name: 'order standings by the start of the execution',
    file: 'lambda/store/order.ts',
    text: 'return [result.tasksStartedAt ?? result.scanStartedAt, rank,',
    becomes: 'return [result.scanStartedAt, rank,',
  },
  {
    name: 'forget the history of a completed scan',
    file: 'lambda/scan/close-scan.ts',
    text: 'return scans.updateHistory(scan, scan.email, summaryOf(scan));',
    becomes: 'return;',
  },
];
