import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { LAMBDA_RECOGNIZE_VERSION_PROPS } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard';
import { acknowledgeSynchronousFunction } from './acknowledgements';
import { invalid } from './errors';
import type { FunctionSettings } from './function-settings';
import type { Invocable } from './invocable';
import { allowNetworkInterfaces, denyNetworkInterfaces, type Network } from './network';

/** The name of the alias of each function. */
const LIVE = 'live';

export interface ScanFunctionProps extends FunctionSettings {
  /** The folder of the function's bundle in the package. */
  readonly bundle: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly network?: Network;
  /** The values in the configuration that are known only at deployment. */
  readonly deployedValues?: string;
  readonly environment: Record<string, string>;
  readonly statements: iam.PolicyStatement[];
  readonly logRetention: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly encryptionKey?: kms.IKey;
}

/**
 * A function from a bundle in this package, with its own role and log group.
 *
 * Each change of its code or its configuration is published as a version. Earlier versions stay, because an execution
 * that began with one invokes it until it ends, and again after a redrive.
 */
export class ScanFunction extends Construct {
  public readonly handler: lambda.Function;
  public readonly logGroup: logs.LogGroup;
  /** The alias of the version that is deployed. */
  public readonly live: lambda.Alias;

  constructor(scope: Construct, id: string, props: ScanFunctionProps) {
    super(scope, id);
    // An app can turn this off. Then a tag would be a new version, which Lambda refuses, because the function is the same.
    this.node.setContext(LAMBDA_RECOGNIZE_VERSION_PROPS, true);
    this.logGroup = new logs.LogGroup(this, 'LogGroup', {
      retention: props.logRetention,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy,
    });
    const role = this.role(props);
    this.handler = new lambda.Function(this, 'Function', {
      description: props.description,
      code: lambda.Code.fromAsset(this.bundlePath(props.bundle)),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: props.memorySize,
      timeout: props.timeout,
      // In adaptive mode, the client sends requests more slowly when AppFabric throttles them.
      environment: { ...props.environment, AWS_RETRY_MODE: 'adaptive', AWS_MAX_ATTEMPTS: '5' },
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      role,
      ...props.network,
      tracing: props.tracing,
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      // Lambda passes on every line, because the functions decide by their own variables which ones they write.
      applicationLogLevelV2: lambda.ApplicationLogLevel.DEBUG,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      currentVersionOptions: {
        // Not RETAIN: a version that stays after a rollback would make the next attempt to publish it fail.
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        // When what a reference points at is replaced, the template stays the same. The description changes, and with
        // it CloudFormation publishes a version that has the new value.
        description: props.deployedValues,
      },
    });
    acknowledgeSynchronousFunction(this.handler);
    this.live = new lambda.Alias(this, 'Live', { aliasName: LIVE, version: this.handler.currentVersion });
    if (props.network) denyNetworkInterfaces(this, role, this.handler.functionArn);
  }

  /** The version of this deployment. The role may invoke the earlier ones, too. */
  public get version(): Invocable {
    return this.invocable(this.handler.currentVersion.functionArn, `${this.handler.functionArn}:*`);
  }

  /** Whichever version is deployed. */
  public get latest(): Invocable {
    return this.invocable(this.live.functionArn, this.live.functionArn);
  }

  public get timeout(): Duration {
    return this.handler.timeout as Duration;
  }

  /** An execution that began before there were versions invokes the function itself: a watch, for up to a year. */
  private invocable(arn: string, allowedArn: string): Invocable {
    return { arn, allowedArns: [allowedArn, this.handler.functionArn], timeout: this.timeout };
  }

  private role({ statements, tracing, network }: ScanFunctionProps): iam.Role {
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
    );
    for (const statement of statements) role.addToPolicy(statement);
    if (network) allowNetworkInterfaces(role);
    if (tracing !== lambda.Tracing.DISABLED) {
      const reason = 'xray:PutTraceSegments and xray:PutTelemetryRecords do not support resource-level permissions.';
      acknowledgeWildcard(role, '*', reason);
    }
    return role;
  }

  private bundlePath(bundle: string): string {
    const path = join(__dirname, '..', '..', 'lambda', bundle);
    if (!existsSync(join(path, 'index.mjs'))) {
      throw invalid(
        this,
        `The bundle ${path} is missing. Reinstall the package, or run 'npm run build' in its repository.`,
      );
    }
    return path;
  }
}
