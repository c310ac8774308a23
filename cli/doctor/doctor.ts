import type { Session } from '../connection/session';
import type { CommandContext } from '../context';
import { isAboutCredentials, isAboutRegion } from '../explain-error';
import { appChecks } from './app-checks';
import { doctorClients } from './clients';
import { concurrencyCheck } from './concurrency-check';
import { deadLetterChecks } from './dead-letter-checks';
import { type Check, type Finding, toDo, unchecked } from './finding';
import { functionCheck } from './function-checks';
import { placeChecks } from './place-checks';
import { NOT_CHECKED, problem } from './problem';
import { ruleCheck } from './rule-checks';
import { scannerRules } from './rules';
import { once, Scanner } from './scanner';
import { scheduleCheck, schedulesOf } from './schedule-check';
import { stateMachineCheck } from './state-machine-check';
import { tableChecks } from './table-checks';

/** Looks at everything that a scanner needs, and changes nothing. Each check has at least one finding. */
export async function examine(session: Session, context: CommandContext): Promise<Finding[]> {
  const clients = doctorClients(session.clientConfig);
  try {
    return await findingsOf(checksOf(new Scanner(clients, session.tableName), session), context);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

function checksOf(scanner: Scanner, { stateMachineArn, watchStateMachineArn }: Session): Check[] {
  const rules = once(() => scannerRules(scanner));
  const schedules = once(() => schedulesOf(scanner));
  return [
    ...placeChecks(scanner, stateMachineArn || watchStateMachineArn),
    ...tableChecks(scanner),
    ...appChecks(scanner),
    functionCheck(scanner),
    concurrencyCheck(scanner),
    stateMachineCheck(
      scanner,
      [stateMachineArn, watchStateMachineArn].filter((arn) => arn !== ''),
    ),
    ruleCheck(scanner, rules),
    scheduleCheck(scanner, schedules),
    ...deadLetterChecks(scanner, rules, schedules),
  ];
}

async function findingsOf(checks: readonly Check[], context: CommandContext): Promise<Finding[]> {
  const findings: Finding[] = [];
  let isHopeless = false;
  for (const { name: check, run } of checks) {
    if (isHopeless) {
      findings.push({ check, ...unchecked(NOT_CHECKED, 'Correct what is above, and run the command again.') });
      continue;
    }
    try {
      findings.push(...(await run()).map((finding) => ({ check, ...finding })));
    } catch (error) {
      const found = problem(error, context);
      // Without these, every other request fails in the same way.
      isHopeless = isAboutCredentials(error) || isAboutRegion(error);
      if (isHopeless) findings.push({ check, ...toDo(HOPELESS, found.advice ?? '') });
      else findings.push({ check, ...found });
    }
  }
  return withoutRepeats(findings);
}

const HOPELESS = 'nothing can be checked';

/** Two checks can have one name, and fail for one reason. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const lines = new Set<string>();
  return findings.filter((finding) => {
    const line = JSON.stringify(finding);
    return !lines.has(line) && lines.add(line);
  });
}
