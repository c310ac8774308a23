/**
 * Replaces the SHA-256 that `@smithy/core` has in JavaScript in the bundles (scripts/bundle.mjs). The SDK uses it only if
 * Node.js has no `crypto`.
 */
export class Sha256Js {
  constructor() {
    throw new Error('The bundles have no SHA-256 of their own (lambda/runtime/unreached).');
  }
}
