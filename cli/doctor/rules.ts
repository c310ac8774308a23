import type { Rule, Target } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../lib/contract/names';
import { eventBuses, namesByTarget, rulesOn, targetsOf } from './event-lists';
import type { Scanner } from './scanner';
import { parentsOf, type ScannerResource } from './scanner-resources';

/** A rule that belongs to a scanner. */
export interface ScannerRule {
  readonly name: string;
  readonly bus: string;
  /** Undefined if the rule is not there, though it is in the stack. */
  readonly state?: string;
  readonly targets: readonly Target[];
  /** Whether it is in the stack, where a rule with a dead-letter queue of its own starts executions. */
  readonly startsExecutions: boolean;
}

export interface ScannerRules {
  readonly rules: readonly ScannerRule[];
  /** The event bus of the scanner. Its rules are known only if it is in the account and Region of the scanner. */
  readonly bus: { readonly name: string; readonly arn: string; readonly isHere: boolean; readonly exists: boolean };
}

/**
 * All rules of a scanner: those in its stack, and those in other stacks that match its events or start its scans and
 * watches.
 */
export async function scannerRules(scanner: Scanner): Promise<ScannerRules> {
  const { events } = scanner.clients;
  const resources = await scanner.resources();
  const [busArn, tableArn] = [await scanner.variable('EVENT_BUS_ARN'), await scanner.variable('TABLE_ARN')];
  const buses = await eventBuses(events);
  const ownBus = busNameOf(busArn);
  const isHere = placeOf(busArn) === placeOf(tableArn);
  const bus = { name: ownBus, arn: busArn, isHere, exists: buses.includes(ownBus) };

  const queues = new Set(resources.ofType('AWS::SQS::Queue').flatMap(parentsOf));
  const inStack = resources.ofType('AWS::Events::Rule').map((resource) => ({
    ...ruleIn(resource),
    startsExecutions: parentsOf(resource).some((parent) => queues.has(parent)),
  }));
  const rules: ScannerRule[] = [];
  for (const name of new Set([...buses, ...inStack.map((rule) => rule.bus)])) {
    const stackRules = inStack.filter((rule) => rule.bus === name);
    const exists = buses.includes(name);
    const triggers = new Set(exists ? await namesByTarget(events, name, resources.started) : []);
    const isPublishedOn = isHere && name === ownBus;
    if (stackRules.length === 0 && triggers.size === 0 && !isPublishedOn) continue;
    const listed = exists ? await rulesOn(events, name) : [];
    const isOwn = (rule: Rule) => triggers.has(rule.Name ?? '') || (isPublishedOn && matchesEventsOf(rule, tableArn));
    const own = new Set(listed.filter(isOwn).map(({ Name = '' }) => Name));
    const listedNames = new Set(listed.map(({ Name }) => Name));
    // The id of another construct can begin like those of the scanner.
    const all = stackRules.filter((rule) => rule.startsExecutions || own.has(rule.name) || !listedNames.has(rule.name));
    for (const rule of all) own.delete(rule.name);
    all.push(...[...own].map((other) => ({ name: other, bus: name, startsExecutions: false })));
    for (const rule of all) {
      const state = listed.find(({ Name }) => Name === rule.name)?.State;
      const targets = state === undefined ? [] : await targetsOf(events, rule);
      rules.push({ ...rule, state, targets });
    }
  }
  return { rules, bus };
}

/** CloudFormation puts the event bus before the name of a rule, unless it is the default one. */
function ruleIn({ physicalId }: ScannerResource): Pick<ScannerRule, 'name' | 'bus'> {
  const at = physicalId.lastIndexOf('|');
  return at < 0
    ? { name: physicalId, bus: 'default' }
    : { name: physicalId.slice(at + 1), bus: busNameOf(physicalId.slice(0, at)) };
}

const busNameOf = (nameOrArn: string): string => nameOrArn.split('/').slice(1).join('/') || nameOrArn;

/** The Region and the account in an ARN. */
export const placeOf = (arn: string): string => arn.split(':').slice(3, 5).join(' ');

/** The construct puts the ARN of the table, or how it begins, into the pattern of each rule for its events. */
function matchesEventsOf({ EventPattern = '{}' }: Rule, tableArn: string): boolean {
  const { source, resources } = JSON.parse(EventPattern) as { source?: unknown; resources?: unknown };
  if (!Array.isArray(source) || !source.includes(EVENT_SOURCE)) return false;
  // A rule without it matches the events of all scanners.
  if (!Array.isArray(resources)) return true;
  return resources.some((each) => each === tableArn || (each?.prefix && tableArn.startsWith(each.prefix)));
}
