import { asObject, asString, type JsonObject } from './json';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

/**
 * What Amazon EventBridge Scheduler tells of the schedules of a template, in one page, by the path of a GET request.
 * Undefined if there is no such operation. Schedules do not run on this machine.
 */
export function schedulesAnswer(template: ResolvedTemplate, method: string, path: string): JsonObject | undefined {
  if (method !== 'GET' || !/^\/schedules\/?$/.test(path)) return undefined;
  const Schedules = resourcesOfType(template, 'AWS::Scheduler::Schedule').map(({ name, properties }): JsonObject => {
    const { GroupName = 'default', State = 'ENABLED', Target } = properties;
    return { Name: name, GroupName, State, Target: { Arn: asString(asObject(Target).Arn) ?? '' } };
  });
  return { Schedules };
}
