import { countBytes } from './dynalite-call';

/** The two packages that act as Step Functions and DynamoDB. */
export type Engines = Awaited<ReturnType<typeof loadEngines>>;

/** Loaded only when a stack starts, because most commands don't need them. */
export async function loadEngines() {
  const [{ StateMachine: Interpreter }, { default: dynalite }, { default: parts, create: createStore }] =
    await Promise.all([import('aws-local-stepfunctions'), import('dynalite'), import('dynalite/db/index.js')]);
  countBytes(parts);
  return { Interpreter, dynalite, createStore };
}
