import { pollTasksHandler } from './handlers/poll-tasks';
import { lambdaOutside } from './runtime/parts';

export const handler = pollTasksHandler(lambdaOutside);
