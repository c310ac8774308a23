/**
 * The letters and digits of a text, in lower case. AppFabric documents neither codes nor statuses, and apps write the
 * same word in different ways, so texts are compared without regard to case, blanks and punctuation.
 */
export const wordsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
