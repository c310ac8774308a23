export type { PublishedEvent } from './event-bus';
export { LocalStack, type LocalStackOptions } from './local-stack';
export type { StackOutputs } from './outputs';
