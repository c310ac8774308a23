import { join } from 'node:path';
import { resourcesOfType } from '../../../local/stack/resolve-template';
import { withTableSettings } from '../../../local/stack/table-settings';
import { synthesizedScanner } from '../../../simulator/world';

const { template } = synthesizedScanner(join(__dirname, '..', '..', '..'));
const [{ name: TableName } = { name: '' }] = resourcesOfType(template, 'AWS::DynamoDB::Table');
const ask = (operation: string, status: number, body: object, table = TableName) =>
  withTableSettings(template, operation, Buffer.from(JSON.stringify({ TableName: table })), {
    ...{ status, headers: { 'x-amz-crc32': '1' }, body: JSON.stringify(body) },
  });

test('a table tells the settings that the template has', () => {
  const { headers, body } = ask('DescribeTable', 200, { Table: { TableName } });
  expect(JSON.parse(body)).toEqual({ Table: { TableName, DeletionProtectionEnabled: expect.any(Boolean) } });
  expect(headers).not.toHaveProperty('x-amz-crc32');
});

test.each<[string, Parameters<typeof ask>]>([
  ['an error', ['DescribeTimeToLive', 500, { __type: 'InternalServerError' }]],
  ['another operation', ['Query', 200, { Items: [] }]],
  ['another table', ['DescribeTable', 200, { Table: {} }, 'Other']],
])('%s is passed on as it is', (_, [operation, status, body, table]) => {
  expect(ask(operation, status, body, table)).toEqual({
    ...{ status, headers: { 'x-amz-crc32': '1' }, body: JSON.stringify(body) },
  });
});
