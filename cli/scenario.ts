import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseScenario, type Scenario, ScenarioError } from '../local/scenario';
import { mistake } from './errors';
import { unreadable } from './outputs';
import { printable } from './printable';
import type { World } from './world';

/** The scenario in a file, or the one that ships with the package. */
export function loadScenario(file: string | undefined, { cwd, packageRoot }: World): Scenario {
  const path = file === undefined ? join(packageRoot, 'local/scenarios/example-company.json') : resolve(cwd, file);
  const shownAs = printable(file ?? path);
  try {
    return parseScenario(readFileSync(path, 'utf8'), shownAs);
  } catch (error) {
    throw error instanceof ScenarioError ? mistake(error.message, error) : unreadable(shownAs, error);
  }
}

/** The person whom a scan is about when the command names none. */
export function firstPerson({ users }: Scenario): string {
  const [first] = users;
  if (first !== undefined) return first.email;
  throw mistake('The scenario has no users: name the person to scan, such as `npm start -- ana@example.com`.');
}
