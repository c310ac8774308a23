import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type JsonObject, parseJson } from './json';
import { type TableDefinition, tableShape } from './table-definitions';

/** Creates the template's tables through the endpoint, as a deployment would. A table that exists is kept. */
export async function createTables(endpoint: string, tables: TableDefinition[], dataDir = 'in memory'): Promise<void> {
  for (const table of tables) {
    const existing = await describe(endpoint, table.TableName);
    if (!existing) await call(endpoint, 'CreateTable', table);
    else if (tableShape(existing) !== tableShape(table)) {
      throw new Error(
        `The table in ${dataDir} has different keys or indexes than the template. Delete that folder, or choose another one.`,
      );
    }
    await untilActive(endpoint, table.TableName);
  }
}

async function untilActive(endpoint: string, tableName: string): Promise<void> {
  while ((await describe(endpoint, tableName))?.TableStatus !== 'ACTIVE') await sleep(5);
}

async function describe(endpoint: string, TableName: string): Promise<JsonObject | undefined> {
  try {
    const { Table } = await call(endpoint, 'DescribeTable', { TableName });
    return isObject(Table) ? Table : undefined;
  } catch (error) {
    if (error instanceof Error && error.message.includes('ResourceNotFoundException')) return undefined;
    throw error;
  }
}

async function call(endpoint: string, operation: string, request: object): Promise<JsonObject> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=test, SignedHeaders=host, Signature=unchecked',
    },
    body: JSON.stringify(request),
  });
  const text = await response.text();
  const body = parseJson(text);
  if (!response.ok || !isObject(body)) throw new Error(`${operation} on the local DynamoDB failed: ${text}`);
  return body;
}
