import { resolveIntrinsics, type Scope } from './intrinsics';
import { asObject, asString, isObject, type Json, type JsonObject } from './json';
import { type Deployment, type Identity, identify } from './physical-names';

export interface Resource {
  logicalId: string;
  type: string;
  name: string;
  arn: string;
  properties: JsonObject;
}

/** A template with every intrinsic function evaluated, as if CloudFormation had deployed it. */
export interface ResolvedTemplate extends Deployment {
  resources: Resource[];
}

export interface ResolveOptions extends Deployment {
  /** The ARN of the template's AWS::AppFabric::AppBundle. */
  appBundleArn: string;
}

const APP_BUNDLE = 'AWS::AppFabric::AppBundle';
/** CDK's usage statistics, which `cdk synth` adds to a template under a condition. */
const CDK_METADATA = 'AWS::CDK::Metadata';

export function resolveTemplate(template: JsonObject, options: ResolveOptions): ResolvedTemplate {
  const scope = new TemplateScope(template, options);
  const resources = Object.entries(asObject(template.Resources))
    .map(([logicalId, resource]) => ({ logicalId, resource: asObject(resource) }))
    .filter(({ resource }) => resource.Type !== CDK_METADATA)
    .map(({ logicalId, resource }): Resource => {
      if (resource.Condition !== undefined) {
        throw new Error(`The condition of ${logicalId} cannot be evaluated on this machine. Remove it.`);
      }
      const { name, arn } = scope.identity(logicalId);
      const properties = asObject(resolveIntrinsics(resource.Properties ?? {}, scope));
      return { logicalId, type: String(resource.Type), name, arn, properties };
    });
  const { region, accountId, stackName } = options;
  return { region, accountId, stackName, resources };
}

export function resourcesOfType(template: ResolvedTemplate, ...types: string[]): Resource[] {
  return template.resources.filter(({ type }) => types.includes(type));
}

class TemplateScope implements Scope {
  readonly #pseudoParameters: ReadonlyMap<string, string>;

  constructor(
    private readonly template: JsonObject,
    private readonly options: ResolveOptions,
  ) {
    this.#pseudoParameters = new Map([
      ['AWS::Region', options.region],
      ['AWS::AccountId', options.accountId],
      ['AWS::Partition', 'aws'],
    ]);
  }

  ref(id: string): Json {
    return this.#pseudoParameters.get(id) ?? this.identity(id).ref;
  }

  getAtt(id: string, attribute: string): Json {
    const { name, arn } = this.identity(id);
    return attribute === 'Arn' ? arn : `${name}.${attribute}`;
  }

  identity(logicalId: string): Identity {
    const resource = asObject(this.template.Resources)[logicalId];
    if (!isObject(resource)) {
      throw new Error(`The template refers to ${logicalId}, which is not one of its resources.`);
    }
    const type = String(resource.Type);
    const properties = asObject(resource.Properties);
    const identity = identify(type, logicalId, this.options, (name) =>
      asString(resolveIntrinsics(properties[name] ?? null, this)),
    );
    const { appBundleArn } = this.options;
    return type === APP_BUNDLE ? { ...identity, arn: appBundleArn, ref: appBundleArn } : identity;
  }
}
