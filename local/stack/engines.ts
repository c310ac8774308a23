import type { StateMachine } from 'aws-local-stepfunctions';
import type dynalite from 'dynalite';
import type { create } from 'dynalite/db/index.js';

/** The two packages that act as Step Functions and DynamoDB. */
export interface Engines {
  Interpreter: typeof StateMachine;
  dynalite: typeof dynalite;
  createStore: typeof create;
}

/** Loaded only when a stack starts: the package itself does not depend on them. */
export async function loadEngines(): Promise<Engines> {
  try {
    const [{ StateMachine: Interpreter }, { default: server }, { create: createStore }] = await Promise.all([
      import('aws-local-stepfunctions'),
      import('dynalite'),
      import('dynalite/db/index.js'),
    ]);
    return { Interpreter, dynalite: server, createStore };
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).endsWith('MODULE_NOT_FOUND')) throw error;
    throw new Error(
      'The stack on this machine needs two more packages: npm install dynalite@4 aws-local-stepfunctions@3',
      { cause: error },
    );
  }
}
