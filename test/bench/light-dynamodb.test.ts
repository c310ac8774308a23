import { join } from 'node:path';
import { ONE_LAMBDA, OURS, PEERS } from '../../bench/find-design';
import { DynamoDBClient } from '../../bench/measure/light-dynamodb';
import { measure } from '../../bench/measure/measurement';

// As scripts/bench.mjs replaces it.
jest.mock('@aws-sdk/client-dynamodb', () => jest.requireActual('../../bench/measure/light-dynamodb'));

test.each([OURS, ONE_LAMBDA, ...PEERS])(
  'with the client of the benchmark, %s publishes every result',
  async (design) => {
    const measurement = { design, workload: 'fast', tasks: 2, scans: 2, seed: 1 } as const;
    const { published, expected } = await measure(measurement, join(__dirname, '..', '..'));
    expect([published, expected]).toEqual([4, 4]);
  },
);

test('a design that publishes nothing is an error, because it would be the cheapest of all', async () => {
  jest.spyOn(DynamoDBClient.prototype, 'send').mockRejectedValue(new Error('There is no table.'));
  const measurement = { design: '1-job-poller', workload: 'fast', tasks: 2, scans: 2, seed: 1 } as const;
  await expect(measure(measurement, join(__dirname, '..', '..'))).rejects.toThrow(
    /^1-job-poller has published nothing: .*There is no table\./,
  );
});
