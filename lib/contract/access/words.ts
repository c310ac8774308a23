/**
 * A text without blanks and punctuation, in lower case. AppFabric documents neither codes nor statuses, and apps write
 * the same word in different ways, so texts are compared in this form.
 */
export const wordsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{Z}\p{C}]/gu, '');
