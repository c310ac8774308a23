import type { FunctionFailure } from './function-error';

/** The messages between the stack and a function's worker thread. Payloads are JSON strings, as in Lambda. */
export interface WorkerSettings {
  folder: string;
  handler: string;
  functionName: string;
  functionArn: string;
  memorySize: number;
  timeoutMilliseconds: number;
}

export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'succeeded'; requestId: string; payload: string }
  | { kind: 'failed'; requestId?: string; failure: FunctionFailure };
