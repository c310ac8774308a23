/** What the stack and a function's worker thread tell each other. Payloads travel as JSON text, as in Lambda. */
export interface WorkerSettings {
  folder: string;
  handler: string;
  functionName: string;
  functionArn: string;
  memorySize: number;
  timeoutMilliseconds: number;
}

export interface Invocation {
  requestId: string;
  payload: string;
}

/** How Lambda reports an error that a function threw. */
export interface FunctionFailure {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'succeeded'; requestId: string; payload: string }
  | { kind: 'failed'; requestId?: string; failure: FunctionFailure };
