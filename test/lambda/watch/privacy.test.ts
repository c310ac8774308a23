import { CLEAR, EMAIL, OPEN, PERSON, withWatches } from '../../support/watch-steps';

const HOUR = 3600;
const trigger = { id: 'event-1', source: 'com.example.hr', time: '2026-01-05T07:59:00Z' };

describe('the function of watches', () => {
  it('logs what it does with ids, and without personal data', () =>
    withWatches(async ({ execution, play, start, end, logged, watch, world }) => {
      const leaver = execution('leaver', { trigger, cadenceSeconds: [HOUR] });
      await play(leaver, [OPEN, CLEAR]);
      await start(execution('again', { trigger }));
      await end(execution('invalid', { email: 'ana' }), 'FAILED', { error: 'InvalidWatchRequest' });
      const { stepAt } = await watch();
      const line = { level: 'INFO', message: 'Watching', watchId: 'leaver' };
      const ended = { level: 'INFO', message: 'Nothing to watch any more' };
      expect(logged()).toEqual([
        { ...line, next: 'SCAN', scanId: 'leaver-1' },
        { ...line, next: 'WAIT_TO_SCAN', until: stepAt, scanId: 'leaver-2' },
        { ...ended, watchId: 'leaver', status: 'CLEARED' },
        { ...ended, watchId: 'again', status: 'DUPLICATE' },
        { level: 'INFO', message: 'Ended', watchId: 'invalid', status: 'FAILED' },
      ]);
      const { logs, traces, measurements } = world.collected;
      const all = JSON.stringify([logs, traces, measurements]);
      for (const personal of [EMAIL, PERSON, 'example.com']) expect(all).not.toContain(personal);
    }));

  it('fails with a message that is safe to log', async () => {
    let denies = false;
    await withWatches(
      async ({ execution, start, review }) => {
        const leaver = execution('leaver', { trigger });
        const step = await start(leaver);
        denies = true;
        const failure = await review(leaver, step).catch((error: Error) => error);
        expect(failure).toMatchObject({ name: 'AccessDeniedException' });
        expect(String((failure as Error).stack)).not.toMatch(/example\.com/i);
      },
      {
        course: ({ service, caller }) =>
          denies && service === 'dynamodb' && caller.name === 'watch'
            ? {
                lost: {
                  status: 400,
                  headers: {},
                  body: JSON.stringify({ __type: 'AccessDeniedException', message: EMAIL }),
                },
              }
            : {},
      },
    );
  });
});
