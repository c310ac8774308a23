import type { ScheduleSummary } from '@aws-sdk/client-scheduler';
import { count } from '../print/verdict-sentence';
import { type Check, type Found, ok } from './finding';
import { missing, nameOf, queueFindings, urlOf } from './queues';
import type { ScannerRules } from './rules';
import { once, type Scanner } from './scanner';
import { ofType, parentsOf, type ScannerResources } from './scanner-resources';
import { resourcesOf, stackWith } from './stacks';

/** What EventBridge could not deliver: in the queues of the stack, and in those of triggers and schedules elsewhere. */
export function deadLetterChecks(
  scanner: Scanner,
  scannerRules: () => Promise<ScannerRules>,
  scannerSchedules: () => Promise<readonly ScheduleSummary[]>,
): Check[] {
  const { sqs } = scanner.clients;
  const ofStack = once(async () => queuesIn(await scanner.resources()));
  const elsewhere = async (urlsAndArns: Iterable<string>): Promise<Found[]> => {
    const known = new Set((await ofStack()).map(nameOf));
    const findings: Found[] = [];
    for (const each of new Set(urlsAndArns)) {
      if (known.has(nameOf(each))) continue;
      const url = each.startsWith('arn:') ? await urlOf(sqs, each) : each;
      findings.push(...(url === undefined ? [missing(nameOf(each))] : await queueFindings(sqs, url)));
    }
    return findings;
  };
  return [
    {
      name: NAME,
      run: async () => {
        const urls = await ofStack();
        const findings: Found[] = [];
        for (const url of urls) findings.push(...(await queueFindings(sqs, url)));
        return findings.length > 0 ? findings : [ok(`${count(urls.length, 'queue')} of the stack, without messages`)];
      },
    },
    {
      name: NAME,
      run: async () => {
        const { rules } = await scannerRules();
        return elsewhere(
          rules.flatMap(({ targets }) => targets.flatMap(({ DeadLetterConfig }) => DeadLetterConfig?.Arn ?? [])),
        );
      },
    },
    { name: NAME, run: async () => elsewhere(await queuesBeside(scanner, await scannerSchedules())) },
  ];
}

const NAME = 'dead letters';
const QUEUE = 'AWS::SQS::Queue';
const GROUP = 'AWS::Scheduler::ScheduleGroup';

/** The URLs of the queues that belong to a rule or to schedules. */
function queuesIn(resources: ScannerResources): string[] {
  const parents = new Set([...resources.ofType('AWS::Events::Rule'), ...resources.ofType(GROUP)].flatMap(parentsOf));
  const queues = resources.ofType(QUEUE).filter((queue) => parentsOf(queue).some((parent) => parents.has(parent)));
  return queues.map(({ physicalId }) => physicalId);
}

/**
 * The URLs of the queues that schedules have in other constructs and stacks. ListSchedules does not tell which they are,
 * and GetSchedule would answer with email addresses. But the construct creates them beside the group.
 */
async function queuesBeside(scanner: Scanner, schedules: readonly ScheduleSummary[]): Promise<string[]> {
  const { cloudFormation } = scanner.clients;
  const own = new Set((await scanner.resources()).ofType(GROUP).map(({ physicalId }) => physicalId));
  const urls: string[] = [];
  for (const name of new Set(schedules.map(({ GroupName = 'default' }) => GroupName))) {
    const stack = own.has(name) ? undefined : await stackWith(cloudFormation, name);
    if (stack === undefined) continue;
    const resources = await resourcesOf(cloudFormation, stack);
    const group = ofType(resources, GROUP).find(({ physicalId }) => physicalId === name);
    const parents = group === undefined ? [] : parentsOf(group);
    const queues = ofType(resources, QUEUE).filter((queue) =>
      parentsOf(queue).some((parent) => parents.includes(parent)),
    );
    urls.push(...queues.map(({ physicalId }) => physicalId));
  }
  return urls;
}
