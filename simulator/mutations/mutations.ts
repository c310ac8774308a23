/** Ways to break the code. The simulation proves something only if it finds each of them. */
export interface Mutation {
  readonly name: string;
  /** Relative to the repository. */
  readonly file: string;
  readonly text: string;
  readonly becomes: string;
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'publish before recording',
    file: 'lambda/scan/pending-tasks.ts',
    text: `results.push(await tasks.recordAnswer(this.scan, taskId, status, answer, clock.now()));
`,
    becomes: `const early = { ...this.scan, scanStartedAt: this.scan.startedAt, taskKey: taskId, taskId, status, accountFound: false };
        await this.outbox.add([{ ...early, recordedAt: new Date(clock.now()).toISOString() } as never]);
        await this.outbox.drain();
        results.push(await tasks.recordAnswer(this.scan, taskId, status, answer, clock.now()));
`,
  },
  {
    name: "drop the condition on a result's write",
    file: 'lambda/store/tasks.ts',
    text: "const STILL_OPEN = 'attribute_not_exists(#status) OR #status = :open';",
    becomes: "const STILL_OPEN = 'attribute_not_exists(#status) OR #status = :open OR #status <> :open';",
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
    text: `  if (!(await outbox.drain())) return false;
`,
    becomes: `  await outbox.drain();
`,
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
    text: '    await forEachLimited(results, MAX_WRITES_AT_ONCE, (result) => standings.file(result));',
    becomes:
      '    forEachLimited(results, MAX_WRITES_AT_ONCE, (result) => standings.file(result)).catch(() => undefined);',
  },
  {
    name: 'treat a missing task as done',
    file: 'lambda/scan/pending-tasks.ts',
    text: `    for (const taskId of notFound) this.lost.add(taskId);
`,
    becomes: `    for (const taskId of notFound) this.lost.add(taskId);
    for (const taskId of leftOut) {
      const { tasks, clock } = this.dependencies;
      await this.finish([await tasks.recordAnswer(this.scan, taskId, 'COMPLETED', {}, clock.now())]);
    }
`,
  },
  {
    name: 'take an unknown status for an end',
    file: 'lambda/store/answers.ts',
    text: "return status === 'COMPLETED' || status === 'FAILED' || status === 'EXPIRED' ? status : undefined;",
    becomes:
      "return status === 'COMPLETED' || status === 'FAILED' || status === 'IN_PROGRESS' ? (status === 'IN_PROGRESS' ? undefined : status) : 'EXPIRED';",
  },
  {
    name: 'let one unknown task hide the others',
    file: 'lambda/scan/batch-get.ts',
    text: `      if (error instanceof ResourceNotFoundException && isAboutTask(error)) return this.divide(taskIdList, error);
`,
    becomes: '',
  },
  {
    name: 'leave out the tasks that could not be started',
    file: 'lambda/scan/begin-scan.ts',
    text: '    if (taskId === undefined || task.error !== undefined) await tasks.recordStartFailure(scan, task, clock.now());',
    becomes: '    if (taskId === undefined || task.error !== undefined) return;',
  },
  {
    name: 'take no tasks for an all-clear',
    file: 'lambda/scan/start-tasks.ts',
    text: `  if (tasks.length === 0) throw noTasks();
`,
    becomes: '',
  },
  {
    name: "pass AppFabric's own message on",
    file: 'lambda/scan/errors.ts',
    text: 'Correct the input and start a new scan.`,',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is a template
    becomes: '${error.message}`,',
  },
  {
    name: 'give tasks up before the scan timeout',
    file: 'lambda/scan/poll-window.ts',
    text: 'const isTimedOut = clock.now() >= deadline;',
    becomes: 'const isTimedOut = clock.now() >= deadline - 1_790_000;',
  },
  {
    name: 'give tasks up while AppFabric does not answer',
    file: 'lambda/scan/poll-window.ts',
    text: 'if (clock.now() >= deadline + LATE_ANSWERS * 1000) await pending.giveUp();',
    becomes: 'if (clock.now() >= deadline) await pending.giveUp();',
  },
  {
    name: 'count the scan timeout from the start of the execution',
    file: 'lambda/scan/begin-scan.ts',
    text: 'const countedFrom = redriveCount === 0 && scan.tasksStartedAt ? Date.parse(scan.tasksStartedAt) : clock.now();',
    becomes: 'const countedFrom = Date.parse(startedAt);',
  },
  {
    name: 'go on when the records expire',
    file: 'lambda/scan/expiry.ts',
    text: 'clock.now() >= scans.expiresAt(startedAt) - EXPIRY_MARGIN * 1000;',
    becomes: 'clock.now() < scans.expiresAt(startedAt) - 1e15;',
  },
  {
    name: 'ask again without a pause',
    file: 'lambda/scan/pacing.ts',
    text: 'return Math.round(bounded * (0.9 + 0.2 * random()));',
    becomes: 'return Math.round(bounded * 0.05 * random());',
  },
  {
    name: 'halve the longest gap',
    file: 'lambda/scan/pacing.ts',
    text: 'maxMilliseconds: 2000 };',
    becomes: 'maxMilliseconds: 1000 };',
  },
  {
    name: 'let an older scan overwrite a standing',
    file: 'lambda/store/standings.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is a template
    text: 'condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order`,',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is a template
    becomes: 'condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order OR #${attribute} > :order`,',
  },
  {
    name: 'order standings by the start of the execution',
    file: 'lambda/store/standings.ts',
    text: 'return [result.tasksStartedAt ?? result.scanStartedAt, rank,',
    becomes: 'return [result.scanStartedAt, rank,',
  },
  {
    name: 'forget the history of a completed scan',
    file: 'lambda/scan/close-scan.ts',
    text: `    if (email !== undefined) await scans.updateHistory(closed, email, summaryOf(personResults));
`,
    becomes: `    if (email === undefined) await scans.updateHistory(closed, email as never, summaryOf(personResults));
`,
  },
  {
    name: 'take a claim without a record for a scan',
    file: 'lambda/scan/claim-trigger.ts',
    text: `  if (owner !== undefined && owner.status !== 'FAILED') {
    return { scanId, status: 'DUPLICATE', duplicateOf: claim.scanId, ownerStatus: owner.status, done: true };`,
    becomes: `  if (owner?.status !== 'FAILED') {
    return { scanId, status: 'DUPLICATE', duplicateOf: claim.scanId, ownerStatus: 'RUNNING', done: true };`,
  },
  {
    name: 'take a claim over at once',
    file: 'lambda/scan/claim-trigger.ts',
    text: `  if (owner === undefined && clock.now() < Date.parse(claim.claimedAt) + TAKEOVER_AFTER * 1000) throw pending();
`,
    becomes: '',
  },
  {
    name: 'let go of a redriven scan whose trigger was taken over',
    file: 'lambda/scan/claim-trigger.ts',
    text: 'if (claim.scanId === scanId || (await scans.find(scanId))) return undefined;',
    becomes: 'if (claim.scanId === scanId) return undefined;',
  },
  {
    name: 'call a duplicate completed',
    file: 'lambda/scan/claim-trigger.ts',
    text: "status: 'DUPLICATE',",
    becomes: "status: 'COMPLETED' as never,",
  },
  {
    name: 'start the tasks again after each crash',
    file: 'lambda/store/scans.ts',
    text: "condition: 'attribute_not_exists(#taskCount)',",
    becomes: `condition: 'attribute_not_exists(#taskCount) OR #taskCount >= :none',
      conditionValues: { none: 0 },`,
  },
  {
    name: 'complete a scan that has failed',
    file: 'lambda/store/scans.ts',
    text: "condition: '#status = :running AND #taskCount = :taskCount',",
    becomes: "condition: '(#status = :running OR #status <> :running) AND #taskCount = :taskCount',",
  },
  {
    name: 'reopen nothing after a redrive',
    file: 'lambda/scan/end-scan.ts',
    text: 'if (redriveCount === failed.redriveCount || isTaken) throw',
    becomes: 'if (redriveCount >= 0 || isTaken) throw',
  },
  {
    name: 'record no end of an execution that was stopped',
    file: 'lambda/scan/ended-execution.ts',
    text: '  await fileFailure(ended,',
    becomes: "  if (ended.status !== 'ABORTED') await fileFailure(ended,",
  },
];
