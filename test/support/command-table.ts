import { tableInMemory } from './table-in-memory';

/** An empty table of the scanner in memory, which the command then finds instead of AWS. */
export async function commandTable() {
  const table = await tableInMemory();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: table.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  return table;
}
