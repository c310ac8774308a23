import { tableInMemory } from './table-in-memory';

/** Lets the command find these services instead of those of AWS. */
export function useEndpoint(endpoint: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
}

/** An empty table of the scanner in memory, which the command then finds instead of AWS. */
export async function commandTable() {
  const table = await tableInMemory();
  useEndpoint(table.endpoint);
  return table;
}
