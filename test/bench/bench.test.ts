import { join } from 'node:path';
import type { Comparison } from '../../bench/comparison';
import { ONE_LAMBDA, OURS, PEERS } from '../../bench/find-design';
import { durableAtOurLag } from '../../bench/goals';
import { measure } from '../../bench/measure/measurement';
import { orchestrationUsd, PRICES, type Usage, writesAndEventsUsd } from '../../bench/prices';
import { history } from '../../bench/report/history';
import { short } from '../../bench/report/table';
import { type Row, rowOf } from '../../bench/rows';
import { spread } from '../../bench/statistics';
import { latencies, WORKLOAD_NAMES, WORKLOADS } from '../../bench/workloads';

const root = join(__dirname, '..', '..');

const NOTHING: Usage = {
  transitions: 0,
  durableOperations: 0,
  durableBytesWritten: 0,
  invocations: 0,
  gbSeconds: 0,
  writeUnits: 0,
  readUnits: 0,
  events: 0,
};

describe('prices', () => {
  test('a turn of the state machine costs as much as 22.5 s of a 256 MB function', () => {
    const turn = orchestrationUsd({ ...NOTHING, transitions: 3 });
    const second = orchestrationUsd({ ...NOTHING, gbSeconds: 0.25 });
    expect(turn).toBeCloseTo(75e-6);
    expect(turn / second).toBeCloseTo(22.5, 1);
  });

  test('orchestration and what is written are counted apart', () => {
    const used = {
      ...NOTHING,
      invocations: 2,
      durableOperations: 3,
      durableBytesWritten: 1e9,
      writeUnits: 4,
      events: 5,
    };
    expect(orchestrationUsd(used)).toBeCloseTo(2 * 0.2e-6 + 3 * 8e-6 + 0.25 + 0.15 * (14 / 30), 9);
    expect(writesAndEventsUsd(used)).toBeCloseTo(4 * 0.625e-6 + 5 * 1e-6, 12);
  });

  test('each has its source and date', () => {
    for (const { source, checked } of Object.values(PRICES)) {
      expect(source).toMatch(/^https:\/\/aws\.amazon\.com\//);
      expect(checked).toMatch(/\d{4}$/);
    }
  });
});

describe('workloads', () => {
  test.each(WORKLOAD_NAMES)('the %s workload has the median and the spread that it names', (name) => {
    const values = latencies(WORKLOADS[name], 2000, 12, 1).flat();
    const logs = values.map(Math.log);
    const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    const sigma = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
    expect(Math.exp(mean) / WORKLOADS[name].medianSeconds).toBeCloseTo(1, 1);
    expect(sigma).toBeCloseTo(WORKLOADS[name].sigma, 1);
  });

  test('more scans begin with the same latencies, so that designs are compared over the same work', () => {
    expect(latencies(WORKLOADS.slow, 20, 12, 7).slice(0, 5)).toEqual(latencies(WORKLOADS.slow, 5, 12, 7));
  });
});

describe('comparing', () => {
  const row = (lagMeanSeconds: number, orchestrationUsdPer1000: number) =>
    ({ lagMeanSeconds, orchestrationUsdPer1000 }) as Row;
  const compared = (lag: number): Comparison['durable']['fast'] => ({
    ours: row(lag, 1),
    capped: [row(1, 10), row(2, 6), row(4, 4)],
  });

  test('a durable function at our lag lies between the two nearest caps', () => {
    expect(durableAtOurLag(compared(1.5))).toEqual({ lag: 1.5, orchestration: 8 });
  });

  test('one that cannot be as fast is taken at its fastest', () => {
    expect(durableAtOurLag(compared(0.4))).toEqual({ lag: 1, orchestration: 10 });
  });

  test('a median has its spread', () => {
    expect(spread([5, 1, 3, 9])).toEqual({ median: 4, least: 1, most: 9 });
  });

  test('numbers keep three digits', () => {
    expect([0, 0.0123456, 0.5, 12.345, 1234.5].map(short)).toEqual(['0', '0.0123', '0.500', '12.3', '1235']);
  });

  test('the last rows of the history stay', () => {
    const rows = WORKLOAD_NAMES.map((workload) => ({ ...row(1, 2), workload, design: OURS, tasks: 12, batchGets: 3 }));
    let text = '';
    for (let day = 10; day < 30; day++) text = history(text, rows, `2026-01-${day}`, 'abc');
    const dates = text.match(/2026-01-\d\d/g);
    expect(dates).toHaveLength(8);
    expect(dates?.at(-1)).toBe('2026-01-29');
  });
});

describe('a small run', () => {
  const request = { workload: 'fast', tasks: 3, scans: 2, seed: 1 } as const;

  test.each([...PEERS, ONE_LAMBDA, OURS])('%s publishes every result of every scan once it has ended', async (name) => {
    const measured = await measure({ ...request, design: name }, root);
    expect(measured.published).toBe(measured.expected);
    const { lagMeanSeconds, batchGets } = rowOf(measured);
    expect(lagMeanSeconds).toBeGreaterThan(0);
    expect(batchGets).toBeGreaterThanOrEqual(1);
  });

  test('the same seed gives the same numbers', async () => {
    const once = await measure({ ...request, design: OURS }, root);
    expect(await measure({ ...request, design: OURS }, root)).toEqual(once);
  });

  test('ours loses nothing when the function dies; one Lambda loses what it had not yet seen', async () => {
    const crashing = { workload: 'typical', tasks: 12, scans: 3, seed: 1, crash: true } as const;
    const ours = await measure({ ...crashing, design: OURS }, root);
    const loop = await measure({ ...crashing, design: ONE_LAMBDA }, root);
    expect(ours.published).toBe(ours.expected);
    expect(loop.published).toBeLessThan(loop.expected);
  });
});
