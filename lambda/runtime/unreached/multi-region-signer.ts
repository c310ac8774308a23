import { SignatureV4 } from '@smithy/signature-v4';

/**
 * Replaces `@aws-sdk/signature-v4-multi-region` in the bundles (scripts/bundle.mjs). EventBridge's client signs for
 * several Regions only if a request names a global endpoint, and the functions name a bus.
 */
export class SignatureV4MultiRegion extends SignatureV4 {
  /** The client then does not offer that way of signing. */
  static sigv4aDependency(): 'none' {
    return 'none';
  }
}
