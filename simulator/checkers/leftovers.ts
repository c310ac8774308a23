import type { Invocation, InvocationHooks } from '../world';
import type { Accuse } from './violations';

/** Invariant 9: when a handler returns or throws, nothing of it is left running. */
export const leftovers = (state: string, accuse: Accuse): InvocationHooks => ({
  ended({ number, inFlight }: Invocation, outcome): void {
    const returned = outcome === 'succeeded' || outcome === 'failed';
    if (returned && inFlight > 0) accuse(9, `${state} ${number} returned while ${inFlight} requests were under way`);
  },
});
