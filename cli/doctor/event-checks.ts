import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { count } from '../print/verdict-sentence';
import type { DoctorClients } from './clients';
import { type Check, ok, toDo } from './finding';
import type { ScannerResources } from './scanner-resources';

/** The rules of the scanner, and what they could not deliver. */
export function eventChecks({ events, sqs }: DoctorClients, resources: () => Promise<ScannerResources>): Check[] {
  return [
    {
      name: 'rules',
      actions: ['cloudformation:ListStackResources', 'events:DescribeRule', 'events:ListTargetsByRule'],
      run: async () => {
        const rules = (await resources()).ids('AWS::Events::Rule').map(ruleOf);
        const findings = await Promise.all(rules.map((rule) => ruleFinding(events, rule)));
        const broken = findings.filter((finding) => finding !== undefined);
        if (rules.length === 0) return [toDo('the scanner has no rules', 'Deploy the stack again.')];
        return broken.length > 0 ? broken : [ok(`${count(rules.length, 'rule')}, enabled and with targets`)];
      },
    },
    {
      name: 'dead letters',
      actions: ['cloudformation:ListStackResources', 'sqs:GetQueueAttributes'],
      run: async () => {
        const urls = (await resources()).ids('AWS::SQS::Queue');
        const findings = await Promise.all(urls.map((url) => queueFinding(sqs, url)));
        const full = findings.filter((finding) => finding !== undefined);
        return full.length > 0 ? full : [ok(`${count(urls.length, 'queue')}, without messages`)];
      },
    },
  ];
}

interface RuleName {
  readonly name: string;
  readonly bus?: string;
}

/** CloudFormation puts the event bus before the name of a rule, unless it is the default one. */
function ruleOf(id: string): RuleName {
  const [first = '', second] = id.split('|');
  return second === undefined ? { name: first } : { name: second, bus: first };
}

/** What is wrong with a rule. */
async function ruleFinding(events: DoctorClients['events'], { name, bus: EventBusName }: RuleName) {
  try {
    const { State } = await events.send(new DescribeRuleCommand({ Name: name, EventBusName }));
    if (State === 'DISABLED')
      return toDo(`${name} is disabled`, 'Its events are lost. Enable the rule in EventBridge.');
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: name, EventBusName }));
    if (Targets.length > 0) return undefined;
    return toDo(`${name} has no targets`, 'Its events are lost. Add a target, or remove the rule.');
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    return toDo(`${name} does not exist any more`, 'Its events are lost. Delete and add the rule in the stack again.');
  }
}

/** How many messages a queue has. Those that somebody reads at the moment count, too. */
async function queueFinding(sqs: DoctorClients['sqs'], QueueUrl: string) {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  const messages =
    Number(Attributes.ApproximateNumberOfMessages ?? 0) + Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0);
  if (messages === 0) return undefined;
  const advice = 'What they ask for was not done, and they are kept for 14 days. Fix the cause, then send them again.';
  return toDo(`${count(messages, 'message')} in ${QueueUrl.split('/').at(-1)}`, advice);
}
