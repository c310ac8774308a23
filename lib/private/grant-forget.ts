import * as iam from 'aws-cdk-lib/aws-iam';
import { Table } from '../contract/table';
import { executionsOf } from './execution-grants';
import { stateMachineKeyUse, tableKeyUse } from './key-use';
import type { ScannerParts } from './scanner-parts';

/** Grants exactly what `user-access forget` does. */
export function grantForget(scanner: ScannerParts, grantee: iam.IGrantable): iam.Grant {
  const { table, stateMachine, watchStateMachine, encryptionKey } = scanner;
  const stateMachines = [stateMachine, watchStateMachine];
  const indexes = [Table.BY_STATUS.INDEX, Table.BY_WATCH.INDEX].map((index) => `${table.tableArn}/index/${index}`);
  const grants = [
    { actions: ['dynamodb:Query'], resourceArns: [table.tableArn, ...indexes] },
    { actions: ['dynamodb:BatchWriteItem', 'dynamodb:UpdateItem'], resourceArns: [table.tableArn] },
    { actions: ['states:ListExecutions'], resourceArns: stateMachines.map(({ stateMachineArn }) => stateMachineArn) },
    { actions: ['states:DescribeExecution', 'states:StopExecution'], resourceArns: stateMachines.map(executionsOf) },
    ...(encryptionKey
      ? [tableKeyUse(stateMachine.env.region), ...stateMachines.map(stateMachineKeyUse)].map((use) => ({
          ...use,
          resourceArns: [encryptionKey.keyArn],
        }))
      : []),
  ];
  return grants
    .map((grant) => iam.Grant.addToPrincipal({ grantee, ...grant }))
    .reduce((all, grant) => all.combine(grant));
}
