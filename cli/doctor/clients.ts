import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { AppFabricClient } from '../../lambda/appfabric';
import type { ClientConfig } from '../connection/session';

const PATIENCE = {
  /** More than the SDK's 3, because the checks ask the same services many times in a row. */
  maxAttempts: 4,
  /** In milliseconds. Without it, a network that drops packets holds up each check for minutes. */
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
};

/** An error of AWS, with the IAM action that the request needed. */
export interface AskedError extends Error {
  readonly iamAction?: string;
}

/** The clients of all services that the checks ask. */
export function doctorClients(given: ClientConfig, { maxAttempts, ...timeouts } = PATIENCE) {
  const config = { ...given, maxAttempts, requestHandler: { ...timeouts, throwOnRequestTimeout: true } };
  return {
    sts: naming('sts', new STSClient(config)),
    cloudFormation: naming('cloudformation', new CloudFormationClient(config)),
    dynamodb: naming('dynamodb', new DynamoDBClient(config)),
    kms: naming('kms', new KMSClient(config)),
    lambda: naming('lambda', new LambdaClient(config)),
    stepFunctions: naming('states', new SFNClient(config)),
    events: naming('events', new EventBridgeClient(config)),
    scheduler: naming('scheduler', new SchedulerClient(config)),
    sqs: naming('sqs', new SQSClient({ ...config, useQueueUrlAsEndpoint: false })),
    appFabric: naming('appfabric', new AppFabricClient(config)),
  };
}

export type DoctorClients = ReturnType<typeof doctorClients>;

type Next = (args: never) => Promise<unknown>;

interface AnyClient {
  readonly middlewareStack: {
    add(
      middleware: (next: Next, context: { readonly commandName?: string }) => Next,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

/** Says in each error which IAM action it is about. For all operations that the checks use, the two have one name. */
function naming<Client>(service: string, client: Client): Client {
  (client as AnyClient).middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) =>
        next(args).catch((error: Error) => {
          throw Object.assign(error, { iamAction: `${service}:${commandName.replace(/Command$/, '')}` });
        }),
    { step: 'initialize', name: 'iamAction' },
  );
  return client;
}
