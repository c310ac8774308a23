import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { itemSize } from '../../../local/stack/item-size';
import { startFixture } from '../../fixtures/local-stack/started-stack';

const MAX_BYTES = 400 * 1024;

/** An item of exactly this many bytes, in characters of two bytes. */
function itemOf(bytes: number) {
  const key = { pk: { S: 'a' }, sk: { S: 'b' } };
  const room = bytes - itemSize({ ...key, text: { S: '' } });
  return { ...key, text: { S: 'ñ'.repeat(Math.floor(room / 2)) + 'n'.repeat(room % 2) } };
}

test.each([
  ['names and strings, in bytes', { ñame: { S: 'añ' } }, 5 + 3],
  [
    'numbers, by their significant digits',
    { n: { N: '1700' }, m: { N: '-12.5' }, z: { N: '0' } },
    1 + 2 + 1 + 4 + 1 + 1,
  ],
  ['truth and null', { b: { BOOL: true }, n: { NULL: true } }, 4],
  ['binary values', { b: { B: Buffer.from('four').toString('base64') } }, 1 + 4],
  ['sets', { s: { SS: ['a', 'ñ'] }, n: { NS: ['1', '22'] } }, 1 + 3 + 1 + 4],
  ['lists', { l: { L: [{ S: 'a' }, { S: 'bc' }] } }, 1 + 3 + 2 + 3],
  ['maps', { m: { M: { a: { S: 'b' } } } }, 1 + 3 + 1 + 2],
])('counts %s', (_what, item, bytes) => {
  expect(itemSize(item as unknown as Parameters<typeof itemSize>[0])).toBe(bytes);
});

test('refuses a larger item than DynamoDB takes, and keeps what was there', async () => {
  const { stack, dynamodb } = await startFixture();
  const { tableName: TableName } = stack.outputs;
  const Item = itemOf(MAX_BYTES);
  await dynamodb.send(new PutItemCommand({ TableName, Item }));

  await expect(dynamodb.send(new PutItemCommand({ TableName, Item: itemOf(MAX_BYTES + 1) }))).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Item size has exceeded the maximum allowed size',
  });
  const Key = { pk: Item.pk, sk: Item.sk };
  const longer = new UpdateItemCommand({
    TableName,
    Key,
    UpdateExpression: 'SET more = :more',
    ExpressionAttributeValues: { ':more': { S: 'x' } },
  });
  await expect(dynamodb.send(longer)).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Item size to update has exceeded the maximum allowed size',
  });
  expect((await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(Item);
  await stack.stop();
});
