/**
 * Replaces `@aws-sdk/endpoint-cache` in the bundles (scripts/bundle.mjs). DynamoDB's client creates a cache, but none of
 * its commands discovers endpoints.
 */
export class EndpointCache {}
