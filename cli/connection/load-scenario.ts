import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseScenario, type Scenario, ScenarioError } from '../../local/scenario';
import type { CommandContext } from '../context';
import { didYouMean, mistake } from '../errors';
import { printable } from '../print/printable';
import { unreadable } from './outputs-file';
import { packageFile } from './package-file';

const EXAMPLES = 'scenarios';

/** The scenario in a file, or an example of the package by its name. */
export function loadScenario(file: string | undefined, { cwd, packageRoot }: CommandContext): Scenario {
  const example = `${file ?? 'example-company'}.json`;
  const isExample =
    file === undefined || (/^[a-z-]+$/.test(file) && existsSync(join(packageRoot, 'dist', EXAMPLES, example)));
  const path = isExample ? packageFile(packageRoot, EXAMPLES, example) : resolve(cwd, file);
  const shownAs = printable(file ?? path);
  try {
    return parseScenario(readFileSync(path, 'utf8'), shownAs);
  } catch (error) {
    if (error instanceof ScenarioError) throw mistake(error.message, error);
    throw unreadable(shownAs, error, didYouMean(shownAs, exampleNames(packageRoot)));
  }
}

const exampleNames = (packageRoot: string) =>
  readdirSync(packageFile(packageRoot, EXAMPLES)).map((file) => file.replace(/\.json$/, ''));

/** The person to scan if the command has no email address. */
export function firstPerson({ users }: Scenario): string {
  const [first] = users;
  if (first !== undefined) return first.email;
  throw mistake(
    'The scenario has no users: give the email address of a person, such as `user-access scan ana@example.com --local`.',
  );
}
