import { NO_VALUE, resolveIntrinsics, type Scope } from './intrinsics';
import { asObject, asString, isObject, type Json, type JsonObject } from './json';
import { type Identity, identify, nameProperty, type Place } from './physical-names';

export interface Resource {
  logicalId: string;
  type: string;
  name: string;
  arn: string;
  properties: JsonObject;
}

/** A template with every intrinsic function evaluated, as if CloudFormation had deployed it. */
export interface ResolvedTemplate extends Place {
  resources: Resource[];
}

export interface ResolveOptions extends Place {
  /** What an AWS::AppFabric::AppBundle of the template turns out to be. */
  appBundleArn: string;
}

const APP_BUNDLE = 'AWS::AppFabric::AppBundle';

export function resolveTemplate(template: JsonObject, options: ResolveOptions): ResolvedTemplate {
  const scope = new TemplateScope(template, options);
  const resources = Object.entries(asObject(template.Resources))
    .map(([logicalId, resource]) => ({ logicalId, resource: asObject(resource) }))
    .filter(({ resource }) => resource.Condition === undefined || scope.condition(String(resource.Condition)))
    .map(({ logicalId, resource }): Resource => {
      const { name, arn } = scope.identity(logicalId);
      const properties = resolveIntrinsics(asObject(resource.Properties), scope) as JsonObject;
      return { logicalId, type: String(resource.Type), name, arn, properties };
    });
  const { region, accountId, stackName } = options;
  return { region, accountId, stackName, resources };
}

export function resourcesOfType(template: ResolvedTemplate, ...types: string[]): Resource[] {
  return template.resources.filter(({ type }) => types.includes(type));
}

class TemplateScope implements Scope {
  readonly #pseudoParameters: Record<string, Json | typeof NO_VALUE>;
  readonly #identities = new Map<string, Identity>();

  constructor(
    private readonly template: JsonObject,
    private readonly options: ResolveOptions,
  ) {
    this.#pseudoParameters = {
      'AWS::Region': options.region,
      'AWS::AccountId': options.accountId,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': options.stackName,
      'AWS::StackId': `arn:aws:cloudformation:${options.region}:${options.accountId}:stack/${options.stackName}/local`,
      'AWS::NotificationARNs': [],
      'AWS::NoValue': NO_VALUE,
    };
  }

  ref(id: string): Json | typeof NO_VALUE {
    const pseudoParameter = this.#pseudoParameters[id];
    if (pseudoParameter !== undefined) return pseudoParameter;
    const parameter = asObject(this.template.Parameters)[id];
    if (isObject(parameter)) {
      if (parameter.Default === undefined) throw new Error(`Parameter ${id} of the template has no default value.`);
      return parameter.Default;
    }
    return this.identity(id).ref;
  }

  getAtt(id: string, attribute: string): Json {
    const { name, arn, attributes } = this.identity(id);
    return attributes[attribute] ?? (attribute.endsWith('Arn') ? arn : `${name}.${attribute}`);
  }

  condition(name: string): boolean {
    const condition = asObject(this.template.Conditions)[name];
    if (condition === undefined) throw new Error(`The template has no condition ${name}.`);
    return resolveIntrinsics(condition, this) === true;
  }

  mapping(map: string, key: string, secondKey: string): Json {
    const value = asObject(asObject(asObject(this.template.Mappings)[map])[key])[secondKey];
    if (value === undefined) throw new Error(`The template's mapping ${map} has no ${key}.${secondKey}.`);
    return value;
  }

  identity(logicalId: string): Identity {
    const known = this.#identities.get(logicalId);
    if (known) return known;
    const resource = asObject(this.template.Resources)[logicalId];
    if (!isObject(resource)) throw new Error(`The template mentions ${logicalId}, which it does not define.`);
    const identity = this.#identify(logicalId, resource);
    this.#identities.set(logicalId, identity);
    return identity;
  }

  #identify(logicalId: string, resource: JsonObject): Identity {
    const type = String(resource.Type);
    const properties = asObject(resource.Properties);
    const property = nameProperty(type);
    const named = property === undefined ? undefined : properties[property];
    const explicitName = named === undefined ? undefined : asString(resolveIntrinsics(named, this) as Json);
    const identity = identify(type, logicalId, this.options, explicitName);
    if (type === APP_BUNDLE) return withArn(identity, this.options.appBundleArn);
    if (type === 'AWS::Lambda::Version' || type === 'AWS::Lambda::Alias') {
      const functionRef = resolveIntrinsics(properties.FunctionName ?? '', this) as string;
      const functionName = functionRef.split(':').at(-1) ?? functionRef;
      const qualifier = type === 'AWS::Lambda::Version' ? '1' : String(properties.Name);
      const { region, accountId } = this.options;
      return withArn(identity, `arn:aws:lambda:${region}:${accountId}:function:${functionName}:${qualifier}`);
    }
    return identity;
  }
}

/** For the resources whose Ref is an ARN that their name does not make up. */
function withArn(identity: Identity, arn: string): Identity {
  return { ...identity, arn, ref: arn, attributes: { ...identity.attributes, Arn: arn } };
}
