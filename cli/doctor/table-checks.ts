import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { Table } from '../../lib/contract/table';
import { CHECK_TABLE } from '../explain-error';
import { type Check, type Found, ok, REVERT, toDo } from './finding';
import { keyFinding } from './key-check';
import { NothingToLookAt } from './problem';
import { ofTable, type Scanner } from './scanner';

const INDEXES = [Table.BY_APP.INDEX, Table.BY_STATUS.INDEX, Table.BY_WATCH.INDEX];

/** The table, and what it needs: indexes, time to live, backups, and its key. */
export function tableChecks(scanner: Scanner): Check[] {
  const { dynamodb, kms } = scanner.clients;
  const { tableName: TableName } = scanner;
  return [
    { name: 'table', run: async () => [await tableFinding(scanner)] },
    {
      name: 'time to live',
      run: async () => {
        const command = new DescribeTimeToLiveCommand({ TableName });
        const { TimeToLiveDescription } = await ofTable(dynamodb.send(command));
        return [timeToLiveFinding(TimeToLiveDescription)];
      },
    },
    {
      name: 'backups',
      run: async () => {
        const command = new DescribeContinuousBackupsCommand({ TableName });
        const { ContinuousBackupsDescription } = await ofTable(dynamodb.send(command));
        const { PointInTimeRecoveryStatus = 'DISABLED' } =
          ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
        if (PointInTimeRecoveryStatus === 'ENABLED') return [ok('point-in-time recovery is on')];
        return [toDo('point-in-time recovery is off', `What is deleted or overwritten can't be restored. ${REVERT}`)];
      },
    },
    { name: 'key', run: async () => [await keyFinding(kms, (await scanner.table()).SSEDescription)] },
  ];
}

async function tableFinding(scanner: Scanner): Promise<Found> {
  try {
    return statusFinding(await scanner.table());
  } catch (error) {
    if (!(error instanceof NothingToLookAt)) throw error;
    const advice = `${CHECK_TABLE.replace('check', 'Check')}.`;
    return toDo(`there is no table ${scanner.tableName} in this account and Region`, advice);
  }
}

function statusFinding({ TableStatus, GlobalSecondaryIndexes = [] }: TableDescription): Found {
  const status: string = TableStatus ?? 'in an unknown state';
  // While an index is added or a setting changes, a table is used as always.
  if (status !== 'ACTIVE' && status !== 'UPDATING') {
    return toDo(`the table is ${status}`, TABLE_ADVICE[status] ?? 'Look at the table in DynamoDB.');
  }
  const statusOf = (index: string) => GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === index)?.IndexStatus;
  const broken = INDEXES.filter((index) => !/^(ACTIVE|UPDATING)$/.test(statusOf(index) ?? ''));
  if (broken.length === 0) return ok(`${status}, with the indexes ${INDEXES.join(', ')}`);
  const states = broken.map((index) => `${index} is ${statusOf(index) ?? 'missing'}`).join(', ');
  const advice = broken.every((index) => statusOf(index) === 'CREATING')
    ? 'Wait until DynamoDB has created the index.'
    : `Lists of apps, scans and watches fail. Deploy the stack with this version of the package. If that changes nothing: ${REVERT}`;
  return toDo(states, advice);
}

const TABLE_ADVICE: Readonly<Record<string, string>> = {
  CREATING: 'Wait until DynamoDB has created it, and run the command again.',
  DELETING:
    'All results are lost, unless you restore a backup: DynamoDB takes one when a table with point-in-time recovery is deleted.',
  INACCESSIBLE_ENCRYPTION_CREDENTIALS:
    'DynamoDB may not use the key. Nothing can be scanned or read. See the line of the key.',
};

interface TimeToLive {
  readonly TimeToLiveStatus?: string;
  readonly AttributeName?: string;
}

function timeToLiveFinding({ TimeToLiveStatus: status = 'DISABLED', AttributeName }: TimeToLive = {}): Found {
  const isOn = status === 'ENABLED' || status === 'ENABLING';
  if (isOn && AttributeName === Table.TIME_TO_LIVE) return ok(`expired items are deleted, by ${AttributeName}`);
  const kept = 'Results are kept longer than resultRetention says.';
  if (isOn) {
    return toDo(`time to live is by ${AttributeName}, not by ${Table.TIME_TO_LIVE}`, `${kept} ${REVERT}`);
  }
  const wait = status === 'DISABLING' ? ' Wait until DynamoDB has turned it off, which takes up to an hour.' : '';
  return toDo(`time to live is ${status}`, `${kept}${wait} ${REVERT}`);
}
