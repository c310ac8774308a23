import { FunctionError } from '../../local/stack/function-error';
import type { SeededRandom, TaskHandler, VirtualClock, VirtualFunction } from '../world';
import type { Faults } from './faults';

/** Step Functions calling a function over a network that is not perfect either. */
export function deliveryTo(
  virtualFunction: VirtualFunction,
  { clock, random, faults }: { clock: VirtualClock; random: SeededRandom; faults: Faults },
): TaskHandler {
  return async (payload) => {
    if (faults.strikes('Lambda: throttled')) {
      throw new FunctionError({ errorType: 'Lambda.TooManyRequestsException', errorMessage: 'Rate Exceeded.' });
    }
    if (faults.strikes('Lambda: outlived by its retry')) {
      // The answer is lost, the invocation continues, and the retry runs at the same time.
      virtualFunction.invoke(payload).catch(() => undefined);
      await clock.sleep(random.between(10, 3000));
      throw new FunctionError({
        errorType: 'Lambda.SdkClientException',
        errorMessage: 'Unable to execute HTTP request.',
      });
    }
    if (!faults.strikes('Lambda: delivered twice')) return virtualFunction.invoke(payload);
    const both = [virtualFunction.invoke(payload), later(clock, random, () => virtualFunction.invoke(payload))];
    for (const one of both) one.catch(() => undefined);
    return random.pick(both) ?? null;
  };
}

async function later<T>(clock: VirtualClock, random: SeededRandom, work: () => Promise<T>): Promise<T> {
  await clock.sleep(random.pick([0, random.between(0, 50), random.between(0, 5000)]));
  return work();
}
