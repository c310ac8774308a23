import type { DynaliteResponse } from './dynalite-call';
import { asObject, asString, type JsonObject, parseJson } from './json';
import { type ResolvedTemplate, resourcesOfType } from './resolve-template';

/**
 * What DynamoDB tells of settings that do not apply on this machine: time to live, backups, encryption and deletion
 * protection, as in the template.
 *
 * @param answered the answer of the table itself
 */
export function withTableSettings(
  template: ResolvedTemplate,
  operation: string,
  body: Buffer,
  answered: DynaliteResponse,
): DynaliteResponse {
  const answerOf = Object.hasOwn(ANSWERS, operation) ? ANSWERS[operation] : undefined;
  if (!answerOf || answered.status !== 200) return answered;
  const request = asObject(parseJson(body.toString('utf8')));
  const resource = resourcesOfType(template, 'AWS::DynamoDB::Table').find(({ name }) => name === request.TableName);
  if (!resource) return answered;
  // Without the length and the checksum of the answer before.
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return {
    status: 200,
    headers,
    body: JSON.stringify(answerOf(resource.properties, asObject(parseJson(answered.body)))),
  };
}

const ANSWERS: Readonly<Record<string, (properties: JsonObject, answered: JsonObject) => JsonObject>> = {
  DescribeTimeToLive: timeToLive,
  DescribeContinuousBackups: backups,
  DescribeTable: (properties, { Table }) => ({
    Table: { ...asObject(Table), ...encryption(properties), ...protection(properties) },
  }),
};

/** The operations of which dynalite does not know the answer. DescribeTable tells at least whether there is a table. */
export const askedInstead = (operation: string): string =>
  operation === 'DescribeTimeToLive' || operation === 'DescribeContinuousBackups' ? 'DescribeTable' : operation;

function timeToLive({ TimeToLiveSpecification }: JsonObject): JsonObject {
  const { AttributeName, Enabled } = asObject(TimeToLiveSpecification);
  const attribute = asString(AttributeName);
  return {
    TimeToLiveDescription:
      Enabled === true && attribute !== undefined
        ? { TimeToLiveStatus: 'ENABLED', AttributeName: attribute }
        : { TimeToLiveStatus: 'DISABLED' },
  };
}

function backups({ PointInTimeRecoverySpecification }: JsonObject): JsonObject {
  const { PointInTimeRecoveryEnabled } = asObject(PointInTimeRecoverySpecification);
  const status = PointInTimeRecoveryEnabled === true ? 'ENABLED' : 'DISABLED';
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
    },
  };
}

function encryption({ SSESpecification }: JsonObject): JsonObject {
  const { KMSMasterKeyId } = asObject(SSESpecification);
  if (KMSMasterKeyId === undefined) return {};
  return { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: KMSMasterKeyId } };
}

const protection = ({ DeletionProtectionEnabled = false }: JsonObject): JsonObject => ({ DeletionProtectionEnabled });
