import { FunctionTelemetry, type Measurement, type TelemetrySink } from '../../../lambda/runtime/function-telemetry';
import { METRICS } from '../../../lib/contract/metrics';

/** What a function reports, in the order in which it does. */
function telemetryWith(publish?: TelemetrySink['publish']) {
  const written: unknown[] = [];
  const published: Measurement[][] = [];
  let now = 1000;
  const sink: TelemetrySink = {
    begin: (subject) => void written.push(subject),
    write: (...line) => void written.push(line),
    publish: publish ?? ((measurements) => void published.push([...measurements])),
  };
  const telemetry = new FunctionTelemetry(sink, { now: () => now });
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { telemetry, written, published, pass };
}

const valuesOf = (measurements: Measurement[] = []) =>
  measurements.map(({ metric, dimensions, value }) => [metric.name, dimensions, value]);

describe('lines', () => {
  it('have the time since the invocation began', () => {
    const { telemetry, written, pass } = telemetryWith();
    telemetry.begin({ scanId: 'scan' }, {});
    pass(250);
    telemetry.info('Started', { pending: 2 });
    expect(written).toEqual([{ scanId: 'scan' }, ['info', 'Started', { durationMs: 250, pending: 2 }]]);
  });

  it('have the time of what they are about, if they say so', () => {
    const { telemetry, written, pass } = telemetryWith();
    telemetry.begin({}, {});
    pass(250);
    telemetry.debug('Called', { durationMs: 30 });
    expect(written.at(-1)).toEqual(['debug', 'Called', { durationMs: 30 }]);
  });

  it.each([
    ['SLACK', 'SLACK'],
    ['ana@example.com', 'OTHER'],
    ['', 'OTHER'],
  ])('have no name of an app that could be something else: %j', (app, written) => {
    const reported = telemetryWith();
    reported.telemetry.debug('Recorded a change', { app, kind: 'APPEARED' });
    expect(reported.written.at(-1)).toEqual(['debug', 'Recorded a change', expect.objectContaining({ app: written })]);
  });
});

describe('metrics', () => {
  it('are published at the end of the invocation, once', () => {
    const { telemetry, published } = telemetryWith();
    telemetry.begin({}, {});
    telemetry.measure('polls', 1);
    expect(published).toEqual([]);
    telemetry.end();
    telemetry.begin({}, {});
    telemetry.end();
    expect(published.map(valuesOf)).toEqual([[['Polls', {}, 1]], []]);
  });

  it('of an invocation that could not end are forgotten', () => {
    const { telemetry, published } = telemetryWith();
    telemetry.begin({}, {});
    telemetry.measure('polls', 1);
    telemetry.begin({}, {});
    telemetry.end();
    expect(published.map(valuesOf)).toEqual([[]]);
  });

  it('add up what is counted, and keep the longest duration', () => {
    const { telemetry, published } = telemetryWith();
    telemetry.begin({}, {});
    telemetry.measure('results', 1, { Access: 'OPEN' });
    telemetry.measure('results', 1, { Access: 'NONE' });
    telemetry.measure('results', 2, { Access: 'OPEN' });
    for (const age of [3, 7, 5]) telemetry.measure('oldestPendingTask', age);
    telemetry.end();
    expect(valuesOf(published[0])).toEqual([
      ['Results', { Access: 'OPEN' }, 3],
      ['Results', { Access: 'NONE' }, 1],
      ['OldestPendingTask', {}, 7],
    ]);
  });

  it('are published for each of their sets of dimensions', () => {
    const { telemetry, published } = telemetryWith();
    telemetry.begin({}, {});
    for (const App of ['SLACK', 'ZOOM']) telemetry.measure('resultsWithoutAnswer', 1, { App, Reason: 'RECONNECT' });
    telemetry.end();
    expect(valuesOf(published[0])).toEqual([
      ['ResultsWithoutAnswer', { Reason: 'RECONNECT' }, 2],
      ['ResultsWithoutAnswer', { App: 'SLACK', Reason: 'RECONNECT' }, 1],
      ['ResultsWithoutAnswer', { App: 'ZOOM', Reason: 'RECONNECT' }, 1],
    ]);
  });

  it.each([undefined, '', ' ', ' SLACK', '佐藤', 'a:b', 'x'.repeat(65)])(
    'have no value that CloudWatch may not take: %j',
    (App) => {
      const { telemetry, published } = telemetryWith();
      telemetry.begin({}, {});
      telemetry.measure('resultsWithoutAnswer', 1, { App, Reason: 'OTHER' });
      telemetry.end();
      expect(published[0]?.[1]?.dimensions).toEqual({ App: 'OTHER', Reason: 'OTHER' });
    },
  );

  it('do not undo the work of an invocation if they cannot be published', () => {
    const { telemetry, written } = telemetryWith(() => {
      throw new RangeError('ana@example.com');
    });
    telemetry.begin({}, {});
    telemetry.end();
    expect(written.at(-1)).toEqual([
      'error',
      'The metrics could not be published',
      { durationMs: 0, errorName: 'RangeError' },
    ]);
  });

  it('have the unit that their names promise', () => {
    for (const { name, unit } of Object.values(METRICS)) {
      expect([name, unit]).toEqual([name, /Duration|Oldest/.test(name) ? 'Seconds' : 'Count']);
    }
  });
});
