import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { Table } from '../../lib/contract/table';
import type { DoctorClients } from './clients';
import { type Check, ok, toDo } from './finding';

const INDEXES = [Table.BY_APP.INDEX, Table.BY_STATUS.INDEX, Table.BY_WATCH.INDEX];

/** The table, and what it needs: indexes, time to live, backups, and its key. */
export function tableChecks({ dynamodb, kms }: DoctorClients, TableName: string): Check[] {
  const describe = async (): Promise<TableDescription> =>
    (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table ?? {};
  return [
    { name: 'table', actions: ['dynamodb:DescribeTable'], run: async () => [tableFinding(await describe())] },
    {
      name: 'time to live',
      actions: ['dynamodb:DescribeTimeToLive'],
      run: async () => {
        const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
        const { TimeToLiveStatus = 'DISABLED', AttributeName } = TimeToLiveDescription ?? {};
        if (TimeToLiveStatus.startsWith('ENABL') && AttributeName === Table.TIME_TO_LIVE) {
          return [ok(`expired items are deleted, by ${AttributeName}`)];
        }
        const advice = `Results are kept for ever. Turn time to live on for ${Table.TIME_TO_LIVE}, or deploy the stack again.`;
        return [toDo(`time to live is ${TimeToLiveStatus}`, advice)];
      },
    },
    {
      name: 'backups',
      actions: ['dynamodb:DescribeContinuousBackups'],
      run: async () => {
        const command = new DescribeContinuousBackupsCommand({ TableName });
        const { ContinuousBackupsDescription } = await dynamodb.send(command);
        const { PointInTimeRecoveryStatus = 'DISABLED' } =
          ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
        if (PointInTimeRecoveryStatus === 'ENABLED') return [ok('point-in-time recovery is on')];
        return [toDo('point-in-time recovery is off', 'Turn it on, or deploy the stack again.')];
      },
    },
    {
      name: 'key',
      actions: ['dynamodb:DescribeTable', 'kms:DescribeKey'],
      run: async () => {
        const { KMSMasterKeyArn, SSEType } = (await describe()).SSEDescription ?? {};
        if (SSEType !== 'KMS' || KMSMasterKeyArn === undefined) return [ok('the table has the key that AWS owns')];
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: KMSMasterKeyArn }));
        const { KeyState = 'unknown' } = KeyMetadata ?? {};
        if (KeyState === 'Enabled') return [ok(`${KMSMasterKeyArn} is enabled`)];
        const advice = 'Nothing can be scanned or read without it. Enable the key, or cancel its deletion.';
        return [toDo(`${KMSMasterKeyArn} is ${KeyState}`, advice)];
      },
    },
  ];
}

function tableFinding({ TableStatus, GlobalSecondaryIndexes = [] }: TableDescription) {
  if (TableStatus !== 'ACTIVE' && TableStatus !== 'UPDATING') {
    return toDo(`the table is ${TableStatus}`, 'Look at the table in DynamoDB, and at the events of its stack.');
  }
  const notActive = INDEXES.filter(
    (index) => GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === index)?.IndexStatus !== 'ACTIVE',
  );
  if (notActive.length === 0) return ok(`${TableStatus}, with the indexes ${INDEXES.join(', ')}`);
  const advice = 'Deploy the stack with this version of the package, and wait until DynamoDB has made the indexes.';
  return toDo(`these indexes are not there, or not ready: ${notActive.join(', ')}`, advice);
}
