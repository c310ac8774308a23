import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { count } from '../print/verdict-sentence';
import { type Check, type Found, ok, REVERT, toDo, unchecked } from './finding';
import { unlessMissing } from './problem';
import { urlOf } from './queues';
import { placeOf, type ScannerRule, type ScannerRules } from './rules';
import type { Scanner } from './scanner';
import { describeStateMachine } from './state-machine-check';

/** That what happens reaches the scanner, and what the scanner reports reaches whoever wants to know. */
export function ruleCheck(scanner: Scanner, scannerRules: () => Promise<ScannerRules>): Check {
  return {
    name: 'rules',
    run: async () => {
      const { rules, bus } = await scannerRules();
      const targets = new Targets(scanner);
      const findings: Found[] = [];
      for (const rule of rules) findings.push(...(await ruleFindings(scanner, rule, targets)));
      if (rules.length === 0)
        findings.push(toDo('the scanner has no rules', `Ends of scans are not recorded. ${REVERT}`));
      if (!bus.isHere) {
        const advice = 'Its rules can only be looked at with credentials of that account and Region.';
        findings.push(unchecked(`the scanner publishes on ${bus.arn}`, advice));
      } else if (!bus.exists) {
        findings.push(
          toDo(`there is no event bus ${bus.name}`, `Nothing is published, and scans fail after 4 hours. ${REVERT}`),
        );
      }
      if (findings.length > 0) return findings;
      return [ok(`${count(rules.length, 'rule')}, enabled and with targets`)];
    },
  };
}

async function ruleFindings(scanner: Scanner, rule: ScannerRule, known: Targets): Promise<Found[]> {
  const { bus, state, targets, startsExecutions } = rule;
  const name = bus === 'default' ? rule.name : `${rule.name} on ${bus}`;
  if (state === undefined) return [toDo(`${name} does not exist`, `Its events are lost. ${REVERT}`)];
  if (state === 'DISABLED') {
    return [
      toDo(
        `${name} is disabled`,
        'Its events are lost. Enable the rule in EventBridge, if nobody has paused the scanner.',
      ),
    ];
  }
  if (targets.length === 0)
    return [
      toDo(
        `${name} has no targets`,
        `Its events are lost. Add a target, or remove the rule. If a target was removed by hand: ${REVERT}`,
      ),
    ];
  const own = [...(await scanner.resources()).stateMachines.values()].map((each) => each?.physicalId);
  if (startsExecutions && !targets.some(({ Arn }) => own.includes(Arn))) {
    return [toDo(`${name} starts no state machine of this scanner`, `Its events are lost. ${REVERT}`)];
  }
  const missing: Found[] = [];
  for (const { Arn = '' } of targets) {
    // The state machines of the scanner have a line of their own.
    if (own.includes(Arn) || (await known.exists(Arn))) continue;
    missing.push(
      toDo(
        `${name} has a target that does not exist: ${Arn}`,
        'Its events are lost. Correct the target, or remove it.',
      ),
    );
  }
  return missing;
}

/** Whether targets exist. Of kinds that are not known here, and of those elsewhere, it is taken for granted. */
class Targets {
  readonly #known = new Map<string, Promise<boolean>>();

  constructor(private readonly scanner: Scanner) {}

  exists(arn: string): Promise<boolean> {
    const known = this.#known.get(arn) ?? this.#ask(arn);
    this.#known.set(arn, known);
    return known;
  }

  async #ask(arn: string): Promise<boolean> {
    const { lambda, sqs, stepFunctions } = this.scanner.clients;
    if (placeOf(arn) !== placeOf(await this.scanner.stack())) return true;
    const [, , service, , , ...rest] = arn.split(':');
    if (service === 'lambda') {
      const command = new GetFunctionConcurrencyCommand({ FunctionName: rest[1] });
      return (await unlessMissing(lambda.send(command))) !== undefined;
    }
    if (service === 'sqs') return (await urlOf(sqs, arn)) !== undefined;
    if (service !== 'states') return true;
    return (await unlessMissing(stepFunctions.send(describeStateMachine(arn)))) !== undefined;
  }
}
