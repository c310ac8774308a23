import type { Request, SeededRandom, Served, ServiceCore, VirtualWorld } from '../world';
import type { Faults } from './faults';

/** DynamoDB, with the faults in which it takes part. */
export function faultyDynamoDb(world: VirtualWorld, faults: Faults): ServiceCore {
  return async (request) => {
    const isWrite = request.operation === 'UpdateItem' || request.operation === 'PutItem';
    if (isWrite && faults.strikes('DynamoDB: another writer was first')) {
      // A copy of this invocation wrote the same item first, and this write's condition finds it.
      const first = await world.database.serve(request);
      const second = await world.database.serve(request);
      return { ...second, writes: [...(first.writes ?? []), ...(second.writes ?? [])] };
    }
    if (request.operation === 'Query' && faults.strikes('DynamoDB: query answered in part')) {
      return world.database.serve({ ...request, body: JSON.stringify({ ...request.input, Limit: 1 }) });
    }
    return world.database.serve(request);
  };
}

/** EventBridge, which may refuse some entries of a request. */
export function faultyEventBridge(world: VirtualWorld, faults: Faults, random: SeededRandom): ServiceCore {
  return async (request) => {
    if (faults.lasts('outage: EventBridge refuses entries')) {
      faults.count('outage: EventBridge refuses entries');
      return refuse(request, () => true, world);
    }
    if (!faults.strikes('EventBridge: entries refused inside a 200')) return world.events.serve(request);
    return refuse(request, () => random.chance(0.6), world);
  };
}

async function refuse(request: Request, refused: () => boolean, world: VirtualWorld): Promise<Served> {
  const entries = request.input.Entries as unknown[];
  const results: unknown[] = [];
  for (const entry of entries) {
    if (refused()) {
      results.push({ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded.' });
      continue;
    }
    const { response } = await world.events.serve({ ...request, input: { Entries: [entry] } });
    results.push((JSON.parse(response.body) as { Entries: unknown[] }).Entries[0]);
  }
  const FailedEntryCount = results.filter((result) => 'ErrorCode' in (result as object)).length;
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { response: { status: 200, headers, body: JSON.stringify({ FailedEntryCount, Entries: results }) } };
}
