import { scenario } from './scenario/format';
import { JsonMistake, parseJson } from './scenario/json';
import type { Scenario } from './scenario/model';
import { Place, ScenarioError } from './scenario/place';

export type * from './scenario/model';
export { ScenarioError };

/**
 * Reads a scenario from the text of its file; docs/scenario.md has the format.
 *
 * @throws ScenarioError when there is any mistake in it
 */
export function parseScenario(text: string, fileName: string): Scenario {
  return scenario.read(read(text, fileName), new Place(fileName));
}

function read(text: string, fileName: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonMistake) throw new ScenarioError(fileName, `is not valid JSON, ${error.message}`);
    throw error;
  }
}
