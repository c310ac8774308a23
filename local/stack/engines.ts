import { countBytes } from './dynalite-call';

/** The two packages that act as Step Functions and DynamoDB. */
export type Engines = Awaited<ReturnType<typeof loadEngines>>;

/** Loaded only when a stack starts: the package itself does not depend on them. */
export async function loadEngines() {
  try {
    const [{ StateMachine: Interpreter }, { default: dynalite }, { default: parts, create: createStore }] =
      await Promise.all([import('aws-local-stepfunctions'), import('dynalite'), import('dynalite/db/index.js')]);
    countBytes(parts);
    return { Interpreter, dynalite, createStore };
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).endsWith('MODULE_NOT_FOUND')) throw error;
    throw new Error(
      'The stack on this machine needs two more packages: npm install dynalite@4 aws-local-stepfunctions@3',
      { cause: error },
    );
  }
}
