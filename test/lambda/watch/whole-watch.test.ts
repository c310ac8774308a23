import { CLEAR, OPEN, PERSON, withWatches } from '../../support/watch-steps';

const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };

describe('a watch', () => {
  it('scans at the steps of its cadence until nothing is open, and tells what happened', () =>
    withWatches(async ({ execution, play, published, eventsOf, watch }) => {
      const { output, trace } = await play(execution('leaver', { trigger }), [OPEN, OPEN, OPEN, OPEN, CLEAR]);
      expect(output).toEqual({ watchId: 'leaver', next: 'END', status: 'CLEARED' });
      expect(trace.map((step) => step.next)).toEqual([
        'SCAN',
        'WAIT_TO_SCAN',
        'WAIT_TO_SCAN',
        'WAIT_TO_SCAN',
        'WAIT_TO_REVIEW',
        'WAIT_TO_SCAN',
        'END',
      ]);
      expect(published()).toEqual(['watch-started', 'watch-overdue', 'watch-cleared']);
      expect(await watch()).toMatchObject({ status: 'CLEARED', scanCount: 5, verdict: 'CLEAR', unpublished: [] });
      const [cleared] = eventsOf('cleared');
      expect(cleared?.detail).toMatchObject({ watchId: 'leaver', email: PERSON, verdict: 'CLEAR', scanId: 'leaver-5' });
    }));
});
