import { readableLine } from '../../cli/connection/function-line';

const powertools = {
  ...{ level: 'INFO', message: 'Started', timestamp: '2026-01-05T08:00:00.000Z', service: 'user-access' },
  ...{
    cold_start: true,
    function_name: 'StartScan',
    sampling_rate: 0,
    executionArn: 'arn:aws:states:::execution:scan',
  },
};

test.each([
  [{ ...powertools, scanId: 'scan', durationMs: 12, pending: 2 }, 'INFO Started scanId=scan durationMs=12 pending=2'],
  [powertools, 'INFO Started'],
  [{ _aws: { CloudWatchMetrics: [] }, Scanner: 'Stack/Scanner', Polls: 2 }, 'METRICS Scanner=Stack/Scanner Polls=2'],
])('a line of a function is short: %j', (line, text) => {
  expect(readableLine(JSON.stringify(line))).toBe(text);
});

test.each(['Segmentation fault', '{"level":"INFO"', '{"errorType":"Error"}', 'null', '3'])(
  'another line stays as it is: %s',
  (line) => {
    expect(readableLine(line)).toBe(line);
  },
);
