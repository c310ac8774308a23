import { asArray, asObject, asString, type Json, type JsonObject } from '../../local/stack/json';
import { type ResolvedTemplate, resourcesOfType } from '../../local/stack/resolve-template';

/** One thing that somebody wants to do. */
export interface Wanted {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** One action on one resource that a statement allows. */
interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly condition: JsonObject;
  used: boolean;
}

/**
 * The identity policies of one role, evaluated as IAM does as far as ours go: Allow statements, wildcards, and the
 * condition operators that they use. Anything else in a policy is an error, not a silent yes.
 */
export class RolePolicy {
  readonly #grants: Grant[];

  constructor(template: ResolvedTemplate, roleName: string) {
    this.#grants = statementsOf(template, roleName).flatMap((statement) => {
      if (statement.Effect !== 'Allow' || statement.NotAction || statement.NotResource) {
        throw new Error(`This evaluation does not know such a statement: ${JSON.stringify(statement)}`);
      }
      return listOf(statement.Action).flatMap((action) =>
        listOf(statement.Resource).map((resource) => ({
          action,
          resource,
          condition: asObject(statement.Condition),
          used: false,
        })),
      );
    });
  }

  /** Says whether the role may, and remembers what allowed it. */
  allows(wanted: Wanted): boolean {
    const grants = this.#grants.filter(
      ({ action, resource, condition }) =>
        matches(action, wanted.action) && matches(resource, wanted.resource) && holds(condition, wanted.context ?? {}),
    );
    for (const grant of grants) grant.used = true;
    return grants.length > 0;
  }

  /** What was granted, and nobody wanted. */
  get unused(): string[] {
    return this.#grants.filter(({ used }) => !used).map(({ action, resource }) => `${action} on ${resource}`);
  }
}

function statementsOf(template: ResolvedTemplate, roleName: string): JsonObject[] {
  const attached = resourcesOfType(template, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').filter(({ properties }) =>
    asArray(properties.Roles).includes(roleName),
  );
  const role = resourcesOfType(template, 'AWS::IAM::Role').find(({ name }) => name === roleName);
  if (!role) throw new Error(`The template has no role ${roleName}.`);
  if (asArray(role.properties.ManagedPolicyArns).length > 0)
    throw new Error(`${roleName} has a policy of somebody else.`);
  const documents = [
    ...attached.map(({ properties }) => properties.PolicyDocument),
    ...asArray(role.properties.Policies).map((policy) => asObject(policy).PolicyDocument),
  ];
  return documents.flatMap((document) => asArray(asObject(document).Statement).map(asObject));
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
      if (operator === 'StringEquals') return listOf(wanted).includes(value);
      if (operator === 'StringLike' || operator === 'ArnLike')
        return listOf(wanted).some((pattern) => matches(pattern, value));
      throw new Error(`This evaluation does not know the operator ${operator}.`);
    }),
  );
}
