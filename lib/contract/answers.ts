import type { Access } from './access/access';

/** Whether a result is an answer of the app. Any other result does not show whether the person has an account. */
export const isAnswer = ({ access }: { readonly access?: Access }): boolean =>
  access !== undefined && access !== 'UNKNOWN';
