import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { AppFabricClient } from '../../lambda/appfabric';
import type { ClientConfig } from '../connection/session';

/** The clients of all services that the checks ask. */
export function doctorClients(config: ClientConfig) {
  return {
    sts: new STSClient(config),
    cloudFormation: new CloudFormationClient(config),
    dynamodb: new DynamoDBClient(config),
    kms: new KMSClient(config),
    lambda: new LambdaClient(config),
    events: new EventBridgeClient(config),
    sqs: new SQSClient(config),
    appFabric: new AppFabricClient(config),
  };
}

export type DoctorClients = ReturnType<typeof doctorClients>;
