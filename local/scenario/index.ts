import { contradictions } from './contradictions';
import { JsonMistake, parseJson } from './json';
import { firstMistake, ScenarioError } from './mistakes';
import { type Scenario, scenario } from './model';

export type * from './model';
export { ScenarioError };

const consistentScenario = scenario.superRefine((value, context) => {
  for (const { path, message } of contradictions(value)) context.addIssue({ code: 'custom', path, message });
});

/**
 * Parses the content of a scenario file (docs/scenario.md).
 *
 * @throws ScenarioError if the file has a mistake
 */
export function parseScenario(text: string, fileName: string): Scenario {
  const content = read(text, fileName);
  const { data, error } = consistentScenario.safeParse(content);
  if (error) throw new ScenarioError(fileName, firstMistake(error, content));
  return data;
}

function read(text: string, fileName: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonMistake) throw new ScenarioError(fileName, `is not valid JSON, ${error.message}`);
    throw error;
  }
}
