import { qualifierOf } from './function-qualifiers';
import { resolveIntrinsics } from './intrinsics';
import { asObject, isObject, type JsonObject } from './json';
import { busName, type Deployment, type Identity, identify } from './physical-names';

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

const RULE = 'AWS::Events::Rule';
const APP_BUNDLE = 'AWS::AppFabric::AppBundle';
/** CDK's usage statistics, which `cdk synth` adds to a template under a condition. */
const CDK_METADATA = 'AWS::CDK::Metadata';

export function resolveTemplate(template: JsonObject, options: ResolveOptions): ResolvedTemplate {
  const { region, accountId, stackName } = options;
  const scope = templateScope(asObject(template.Resources), options);
  const resources = Object.entries(asObject(template.Resources))
    .map(([logicalId, resource]) => ({ logicalId, ...asObject(resource) }) as JsonObject & { logicalId: string })
    .filter(({ Type }) => Type !== CDK_METADATA)
    .map(({ logicalId, Type, Condition, Properties = {} }): Resource => {
      if (Condition !== undefined) {
        throw new Error(`The condition of ${logicalId} cannot be evaluated on this machine. Remove it.`);
      }
      const { name, arn } = scope.identity(logicalId);
      return { logicalId, type: String(Type), name, arn, properties: asObject(resolveIntrinsics(Properties, scope)) };
    });
  return { region, accountId, stackName, resources };
}

export function resourcesOfType(template: ResolvedTemplate, ...types: string[]): Resource[] {
  return template.resources.filter(({ type }) => types.includes(type));
}

function templateScope(resources: JsonObject, options: ResolveOptions) {
  const { region, accountId, appBundleArn } = options;
  const pseudoParameters = new Map([
    ['AWS::Region', region],
    ['AWS::AccountId', accountId],
    ['AWS::Partition', 'aws'],
  ]);
  const identity = (logicalId: string): Identity => {
    const resource = resources[logicalId];
    if (!isObject(resource)) {
      throw new Error(`The template refers to ${logicalId}, which is not one of its resources.`);
    }
    const qualifier = qualifierOf(resource);
    if (qualifier !== undefined) {
      const { name, arn } = identity(String(asObject(asObject(resource.Properties).FunctionName).Ref));
      return { name, arn: `${arn}:${qualifier}`, ref: `${arn}:${qualifier}` };
    }
    const identified = identify(String(resource.Type), logicalId, options);
    if (resource.Type === RULE) return { ...identified, arn: ruleArn(identified.arn, asObject(resource.Properties)) };
    return resource.Type === APP_BUNDLE ? { ...identified, arn: appBundleArn, ref: appBundleArn } : identified;
  };
  /** The ARN of a rule names its bus, unless that is the default one. */
  const ruleArn = (arn: string, { EventBusName }: JsonObject): string => {
    if (EventBusName === undefined) return arn;
    const bus = busName(String(resolveIntrinsics(EventBusName, scope)));
    return arn.replace(':rule/', `:rule/${bus}/`);
  };
  const scope = {
    identity,
    ref: (id: string) => pseudoParameters.get(id) ?? identity(id).ref,
    getAtt: (id: string, attribute: string) => {
      const { name, arn } = identity(id);
      if (attribute === 'Arn') return arn;
      if (attribute === 'Version') return qualifierOf(asObject(resources[id])) ?? '';
      return attribute === 'Name' ? name : `${name}.${attribute}`;
    },
  };
  return scope;
}
