/**
 * Replaces `@smithy/core/event-streams` in the bundles (scripts/bundle.mjs). The SDK loads it for operations that stream
 * events. No operation of DynamoDB, EventBridge or AppFabric that the functions call does so.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error('The bundles have no event streams (lambda/runtime/unreached).');
  }
}

export const eventStreamSerdeProvider = () => ({});
