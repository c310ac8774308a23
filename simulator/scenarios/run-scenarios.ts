import { simulatePlan } from '../simulate';
import type { ScannerStack } from '../world';
import { SCENARIOS } from './scenarios';

/** Runs scenarios by their names, or all. */
export async function runScenarios(names: readonly string[], stack: ScannerStack) {
  const results = [];
  for (const [scenario, plan] of Object.entries(SCENARIOS)) {
    if (names.length > 0 && !names.includes(scenario)) continue;
    results.push({ scenario, ...(await simulatePlan(plan, stack)) });
  }
  return results;
}
