import { asArray, asObject, asString, type Json, type JsonObject } from '../../local/stack/json';
import { type ResolvedTemplate, resourcesOfType } from '../../local/stack/resolve-template';

/** An action that a role needs. */
export interface Wanted {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
  /** The resources of an event. */
  readonly about?: readonly string[];
}

/** One action on one resource that a statement allows or denies. */
interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly condition: JsonObject;
  used: boolean;
}

/**
 * The identity policies of a role, evaluated like IAM. Supports only what our policies use: wildcards, and
 * some condition operators. Anything else in a policy is an error.
 */
export class RolePolicy {
  readonly #grants: Grant[];
  readonly #denials: Grant[];

  constructor(template: ResolvedTemplate, roleName: string) {
    const statements = statementsOf(template, roleName);
    this.#grants = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(grantsOf);
    this.#denials = statements.filter(({ Effect }) => Effect === 'Deny').flatMap(grantsOf);
  }

  /** Whether the role allows an action. Remembers the grants that allow it. */
  allows(wanted: Wanted): boolean {
    const grants = this.#grants.filter((grant) => covers(grant, wanted));
    for (const grant of grants) grant.used = true;
    return grants.length > 0 && !this.#denials.some((denial) => covers(denial, wanted));
  }

  /** The grants that no action needed. */
  get unused(): string[] {
    return this.#grants.filter(({ used }) => !used).map(({ action, resource }) => `${action} on ${resource}`);
  }
}

/** Whether the policy of an event bus denies an action to a role. Supports only Deny statements for everybody. */
export function isDeniedByBus(
  template: ResolvedTemplate,
  role: string,
  { action, resource, context }: Wanted,
): boolean {
  return resourcesOfType(template, 'AWS::Events::EventBusPolicy').some(({ properties }) => {
    const { Effect, Principal, Action, Resource, Condition } = asObject(properties.Statement);
    if (Effect !== 'Deny' || Principal !== '*') throw new Error('This evaluation does not support the statement.');
    const isAbout = listOf(Action).includes(action) && listOf(Resource).includes(resource);
    return isAbout && holds(asObject(Condition), { ...context, 'aws:PrincipalArn': role });
  });
}

function statementsOf(template: ResolvedTemplate, roleName: string): JsonObject[] {
  const attached = resourcesOfType(template, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').filter(({ properties }) =>
    asArray(properties.Roles).includes(roleName),
  );
  const role = resourcesOfType(template, 'AWS::IAM::Role').find(({ name }) => name === roleName);
  if (!role) throw new Error(`The template has no role ${roleName}.`);
  if (asArray(role.properties.ManagedPolicyArns).length > 0)
    throw new Error(`${roleName} has a managed policy that is not in the template.`);
  const documents = [
    ...attached.map(({ properties }) => properties.PolicyDocument),
    ...asArray(role.properties.Policies).map((policy) => asObject(policy).PolicyDocument),
  ];
  return documents.flatMap((document) => asArray(asObject(document).Statement).map(asObject));
}

/** One for each action and resource of a statement. */
function grantsOf(statement: JsonObject): Grant[] {
  if (statement.NotAction || statement.NotResource) {
    throw new Error(`This evaluation does not support the statement: ${JSON.stringify(statement)}`);
  }
  return listOf(statement.Action).flatMap((action) =>
    listOf(statement.Resource).map((resource) => ({
      action,
      resource,
      condition: asObject(statement.Condition),
      used: false,
    })),
  );
}

function covers({ action, resource, condition }: Grant, wanted: Wanted): boolean {
  return matches(action, wanted.action) && matches(resource, wanted.resource) && holds(condition, wanted.context ?? {});
}

const listOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.map(String) : [asString(value) ?? ''];

function matches(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

function holds(condition: JsonObject, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(condition).every(([operator, tests]) =>
    Object.entries(asObject(tests)).every(([key, wanted]) => {
      const value = context[key];
      if (value === undefined) return false;
      if (operator === 'ArnNotEquals') return !listOf(wanted).includes(value);
      if (operator === 'StringEquals' || operator === 'ForAnyValue:StringEquals') return listOf(wanted).includes(value);
      if (['StringLike', 'ArnLike', 'ArnEquals'].includes(operator))
        return listOf(wanted).some((pattern) => matches(pattern, value));
      throw new Error(`This evaluation does not support the operator ${operator}.`);
    }),
  );
}
