import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { asArray, asObject, type JsonObject } from '../../local/stack/json';

const UNSAFE = [ResourceImpact.WILL_REPLACE, ResourceImpact.MAY_REPLACE, ResourceImpact.WILL_DESTROY];
const TABLE = 'AWS::DynamoDB::Table';
/** An update publishes new versions, and leaves those before to the executions that still invoke them. */
const VERSION = 'AWS::Lambda::Version';
/** Has nothing but schedules, which are deleted with their own resources. */
const SCHEDULE_GROUP = 'AWS::Scheduler::ScheduleGroup';

/** What an update from one template to another one would delete, replace or leave behind, or could not do at all. */
export function unsafeChanges(before: JsonObject, after: JsonObject): string[] {
  const found: string[] = [];
  fullDiff(before, after).resources.forEachDifference((id, { changeImpact, resourceType }) => {
    const isLeft = changeImpact === ResourceImpact.WILL_ORPHAN && resourceType !== VERSION;
    if (isLeft || UNSAFE.includes(changeImpact)) found.push(`${changeImpact} ${resourceType} ${id}`);
  });
  const resources = asObject(after.Resources);
  for (const [id, resource] of Object.entries(asObject(before.Resources))) {
    const [was, is] = [asObject(resource), asObject(resources[id])];
    if (resources[id] === undefined) continue;
    if (was.DeletionPolicy !== is.DeletionPolicy && was.Type !== SCHEDULE_GROUP)
      found.push(`DeletionPolicy ${is.DeletionPolicy ?? 'none'} ${id}`);
    if (was.Type === TABLE) found.push(...tableChanges(asObject(was.Properties), asObject(is.Properties), id));
  }
  return found;
}

/** What CloudFormation does not replace a table for, and DynamoDB still refuses or takes data away for. */
function tableChanges(before: JsonObject, after: JsonObject, id: string): string[] {
  const [was, is] = [before, after].map(
    ({ GlobalSecondaryIndexes }) =>
      new Map(asArray(GlobalSecondaryIndexes).map((index) => [asObject(index).IndexName, JSON.stringify(index)])),
  ) as [Map<unknown, string>, Map<unknown, string>];
  const changed = [...was].filter(([name, index]) => is.get(name) !== index);
  const added = [...is.keys()].filter((name) => !was.has(name));
  const [expiry, newExpiry] = [before, after].map(({ TimeToLiveSpecification: spec }) => JSON.stringify(spec));
  return [
    ...changed.map(([name]) => `changed index ${name} ${id}`),
    ...(added.length > 1 ? [`more than one new index ${id}`] : []),
    ...(expiry === newExpiry ? [] : [`changed time to live ${id}`]),
  ];
}
