export type { PublishedEvent } from './event-bus';
export type { HttpService } from './gateway';
export { LocalStack, type LocalStackOptions } from './local-stack';
export type { StackOutputs } from './outputs';
