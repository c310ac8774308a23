/**
 * Runs a Lambda function in a worker thread: imports its bundle once, and calls its handler for each invocation that
 * the stack sends. stack/worker-instance.ts starts it.
 */
import './older-node';
import { pathToFileURL } from 'node:url';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { shiftDates } from './shifted-date';
import { findModule } from './stack/function-definitions';
import { thrown } from './stack/function-error';
import type { WorkerInvocation, WorkerMessage, WorkerSettings } from './stack/worker-instance';

type Handler = (event: unknown, context: Record<string, unknown>) => unknown;

const settings = workerData as WorkerSettings;

const initError = (name: string, message: string) => Object.assign(new Error(message), { name });

async function loadHandler(): Promise<Handler> {
  const dot = settings.handler.lastIndexOf('.');
  const [module, name] = [settings.handler.slice(0, dot), settings.handler.slice(dot + 1)];
  const file = findModule(settings.folder, settings.handler);
  if (!file) throw initError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const handler = exported[name];
  if (typeof handler !== 'function') {
    throw initError('Runtime.HandlerNotFound', `${settings.handler} is undefined or not exported`);
  }
  return handler as Handler;
}

function contextOf(requestId: string): Record<string, unknown> {
  const { name, arn, version, memorySize, timeoutSeconds } = settings;
  const deadline = Date.now() + timeoutSeconds * 1000;
  return {
    awsRequestId: requestId,
    functionName: name,
    functionVersion: version,
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memorySize),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function invoke(handler: Handler, { requestId, payload, ahead }: WorkerInvocation): Promise<WorkerMessage> {
  shiftDates(ahead);
  try {
    const result = await handler(JSON.parse(payload), contextOf(requestId));
    return { kind: 'succeeded', requestId, payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { kind: 'failed', requestId, failure: thrown(error) };
  }
}

async function serve(stack: MessagePort): Promise<void> {
  const tell = (message: WorkerMessage) => stack.postMessage(message);
  shiftDates(settings.ahead);
  let handler: Handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    tell({ kind: 'failed', failure: thrown(error) });
    return;
  }
  stack.on('message', async (invocation: WorkerInvocation) => tell(await invoke(handler, invocation)));
  tell({ kind: 'ready' });
}

if (parentPort) void serve(parentPort);
