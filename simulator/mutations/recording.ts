import type { Mutation } from './mutation';

/** Recording and publishing: nothing is told before it is recorded, and everything in the end. */
export const RECORDING: readonly Mutation[] = [
  {
    name: 'publish before recording',
    file: 'lambda/scan/pending-tasks.ts',
    text: `results.push(await tasks.recordAnswer(this.scan, taskId, status, ofApp, clock.now()));
`,
    becomes: `const early = { ...this.scan, scanStartedAt: this.scan.startedAt, taskKey: taskId, taskId, status, access: 'NONE', accountFound: false };
        await this.outbox.add([{ ...early, recordedAt: new Date(clock.now()).toISOString() } as never]);
        await this.outbox.drain();
        results.push(await tasks.recordAnswer(this.scan, taskId, status, ofApp, clock.now()));
`,
  },
  {
    name: "drop the condition on a result's write",
    file: 'lambda/store/tasks.ts',
    text: "const STILL_OPEN = 'attribute_not_exists(#status) OR #status = :open';",
    becomes: "const STILL_OPEN = 'attribute_not_exists(#status) OR #status = :open OR #status <> :open';",
  },
  {
    name: 'count a result that was recorded before',
    file: 'lambda/store/tasks.ts',
    text: 'if (written) this.report(recorded);',
    becomes: 'this.report(recorded);',
  },
  {
    name: 'log whom a request is about',
    file: 'lambda/scan/start-tasks.ts',
    text: 'const command = () => new StartUserAccessTasksCommand(',
    becomes: 'console.log(email);\n  const command = () => new StartUserAccessTasksCommand(',
  },
  {
    name: 'forget the entries that EventBridge refused',
    file: 'lambda/events/publisher.ts',
    text: 'open = open.filter((_, index) => Entries[index]?.EventId === undefined);',
    becomes: 'open = [];',
  },
  {
    name: 'do not publish what an invocation that died had recorded',
    file: 'lambda/scan/pending-tasks.ts',
    text: `        results.push(task);
        continue;`,
    becomes: '        continue;',
  },
  {
    name: 'do not keep unpublished results in the state',
    file: 'lambda/scan/pending-tasks.ts',
    text: 'return [...this.open, ...this.outbox.taskKeys];',
    becomes: 'return [...this.open];',
  },
  {
    name: 'publish the completion before the results',
    file: 'lambda/scan/poll-window.ts',
    text: 'const refused = isDrained ? await',
    becomes: 'const refused = isDrained || !isDrained ? await',
  },
  {
    name: 'say that a failure is published before it is',
    file: 'lambda/scan/publish-end.ts',
    text: `  await publishOne(scanFailedEvent(scan), dependencies);
  await dependencies.scans.markFailurePublished(scan, dependencies.clock.now());`,
    becomes: `  await dependencies.scans.markFailurePublished(scan, dependencies.clock.now());
  await publishOne(scanFailedEvent(scan), dependencies);`,
  },
  {
    name: 'publish a failure without the results that are left',
    file: 'lambda/scan/publish-end.ts',
    text: `  await publishResults(scan, isPending(pending), dependencies);
  await publishOne(scanFailedEvent`,
    becomes: '  await publishOne(scanFailedEvent',
  },
  {
    name: 'leave work behind when a handler returns',
    file: 'lambda/scan/outbox.ts',
    text: `    await forEachLimited(results, MAX_WRITES_AT_ONCE, async (result) => {
      changes.set(result, await standings.file(result));
    });`,
    becomes: `    forEachLimited(results, MAX_WRITES_AT_ONCE, async (result) => {
      changes.set(result, await standings.file(result));
    }).catch(() => undefined);`,
  },
];
