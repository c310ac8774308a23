import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { invalid } from './errors';

export interface ScanFunctionProps {
  /** The folder of the function's bundle in the package. */
  readonly bundle: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly memorySize: number;
  readonly environment: Record<string, string>;
  readonly statements: iam.PolicyStatement[];
  readonly logRetention: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly encryptionKey?: kms.IKey;
}

/** A function from a bundle in this package, with its own role and log group. */
export class ScanFunction extends Construct {
  public readonly handler: lambda.Function;
  public readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: ScanFunctionProps) {
    super(scope, id);
    this.logGroup = new logs.LogGroup(this, 'LogGroup', {
      retention: props.logRetention,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy,
    });
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
      role: this.role(props.statements),
      tracing: lambda.Tracing.ACTIVE,
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      // Lambda passes on every line, because the functions decide by their own variables which ones they write.
      applicationLogLevelV2: lambda.ApplicationLogLevel.DEBUG,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
    });
  }

  private role(statements: iam.PolicyStatement[]): iam.Role {
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
    );
    for (const statement of statements) role.addToPolicy(statement);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords do not support resource-level permissions.',
    });
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
