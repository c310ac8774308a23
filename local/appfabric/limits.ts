/**
 * AppFabric's own limits and patterns, API version 2023-05-19. The deployed code deliberately does not share them: a
 * mistake in a shared limit would go unnoticed.
 */
export const APP_BUNDLE = /arn:.+$|^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}/;
export const MAX_APP_BUNDLE_LENGTH = 1011;

/** AppFabric's pattern allows the typographic apostrophe, not the plain one. */
export const EMAIL = /^[a-zA-Z0-9.!#$%&’*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*$/;
export const MAX_EMAIL_LENGTH = 320;

export const TASK_ID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/;
export const MAX_TASK_IDS = 50;

/** Of a page of app authorizations. */
export const MAX_RESULTS = 100;
export const MAX_NEXT_TOKEN_LENGTH = 2048;

export const MAX_AUTHORIZATIONS = 50;
export const MAX_TENANT_ID_LENGTH = 1024;
export const MAX_NAME_LENGTH = 2048;

/** The length of a string as AppFabric counts it: an emoji is one character, though JavaScript stores two. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
