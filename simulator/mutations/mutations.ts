/** Fourteen ways to break the code. The simulation proves something only if it finds each of them. */
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
    file: 'lambda/scan/poll-window.ts',
    text: 'results.push(await tasks.recordAnswer(this.scan, taskId, status, answer, clock.now()));',
    becomes: `const early = { ...this.scan, scanStartedAt: this.scan.startedAt, taskKey: taskId, taskId, status, accountFound: false };
        await this.dependencies.recorder.fileAndPublish([{ ...early, recordedAt: new Date(clock.now()).toISOString() } as never]);
        results.push(await tasks.recordAnswer(this.scan, taskId, status, answer, clock.now()));`,
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
    name: 'treat a missing task as done',
    file: 'lambda/scan/poll-window.ts',
    text: 'const results: Result[] = [];\n    await forEachLimited(answers,',
    becomes: `const results: Result[] = [];
    for (const id of this.ids().filter((open) => !answers.some(({ taskId }) => taskId === open))) {
      results.push(await tasks.recordAnswer(this.scan, id, 'COMPLETED', {}, clock.now()));
    }
    await forEachLimited(answers,`,
  },
  {
    name: 'take an unknown status for an end',
    file: 'lambda/store/answers.ts',
    text: "return status === 'COMPLETED' || status === 'FAILED' || status === 'EXPIRED' ? status : undefined;",
    becomes:
      "return status === 'COMPLETED' || status === 'FAILED' || status === 'IN_PROGRESS' ? (status === 'IN_PROGRESS' ? undefined : status) : 'EXPIRED';",
  },
  {
    name: 'let an older scan overwrite a standing',
    file: 'lambda/store/standings.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code to replace is a template
    text: 'condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order`,',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code to replace is a template
    becomes: 'condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order OR #${attribute} > :order`,',
  },
  {
    name: 'start the tasks again after each crash',
    file: 'lambda/store/scans.ts',
    text: "condition: 'attribute_not_exists(#taskCount)',",
    becomes:
      "condition: 'attribute_not_exists(#taskCount) OR #taskCount >= :none',\n      conditionValues: { none: 0 },",
  },
  {
    name: 'do not publish what an invocation that died had recorded',
    file: 'lambda/scan/poll-window.ts',
    text: 'if (isResult(task)) recorded.push(task);',
    becomes: 'if (isResult(task)) this.open.delete(task.taskKey);',
  },
  {
    name: 'leave out the tasks that could not be started',
    file: 'lambda/scan/begin-scan.ts',
    text: 'failed.push(await tasks.recordStartFailure(scan, task, clock.now()));',
    becomes: '',
  },
  {
    name: 'give tasks up before the scan timeout',
    file: 'lambda/scan/poll-window.ts',
    text: 'if (now >= deadline) {',
    becomes: 'if (now >= deadline - 1_790_000) {',
  },
  {
    name: "pass AppFabric's own message on",
    file: 'lambda/scan/errors.ts',
    text: 'Correct the input and start a new scan.`,',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the replacement is a template
    becomes: '${error.message}`,',
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
    name: 'file a redriven scan as never failed',
    file: 'lambda/scan/record-failure.ts',
    text: 'if (redriveCount > (recorded?.redriveCount ?? 0)) {',
    becomes: 'if (redriveCount > 99) {',
  },
];
