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
    file: 'lambda/scan/poll-tasks.ts',
    text: 'results.push(await this.parts.tasks.answer(this.scan, taskId, status, answer, this.parts.clock.now()));',
    becomes: `const early = { ...this.scan, scanStartedAt: this.scan.startedAt, taskKey: taskId, taskId, status, accountFound: false };
        await this.parts.recorder.settle([{ ...early, recordedAt: new Date(this.parts.clock.now()).toISOString() } as never]);
        results.push(await this.parts.tasks.answer(this.scan, taskId, status, answer, this.parts.clock.now()));`,
  },
  {
    name: "drop the condition on a result's write",
    file: 'lambda/scan/tasks.ts',
    text: "const STILL_OPEN = 'attribute_not_exists(#status) OR #status = :open';",
    becomes: "const STILL_OPEN = 'attribute_not_exists(#status) OR #status = :open OR #status <> :open';",
  },
  {
    name: 'forget the entries that EventBridge refused',
    file: 'lambda/scan/publisher.ts',
    text: 'open = open.filter((_, index) => Entries[index]?.EventId === undefined);',
    becomes: 'open = [];',
  },
  {
    name: 'treat a missing task as done',
    file: 'lambda/scan/poll-tasks.ts',
    text: 'const results: Result[] = [];\n    await forEachLimited(answers,',
    becomes: `const results: Result[] = [];
    for (const id of this.ids().filter((open) => !answers.some(({ taskId }) => taskId === open))) {
      results.push(await this.parts.tasks.answer(this.scan, id, 'COMPLETED', {}, this.parts.clock.now()));
    }
    await forEachLimited(answers,`,
  },
  {
    name: 'take an unknown status for an end',
    file: 'lambda/scan/answers.ts',
    text: "return status === 'COMPLETED' || status === 'FAILED' || status === 'EXPIRED' ? status : undefined;",
    becomes:
      "return status === 'COMPLETED' || status === 'FAILED' || status === 'IN_PROGRESS' ? (status === 'IN_PROGRESS' ? undefined : status) : 'EXPIRED';",
  },
  {
    name: 'let an older scan overwrite a standing',
    file: 'lambda/scan/standing.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code to replace is a template
    text: 'condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order`,',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code to replace is a template
    becomes: 'condition: `attribute_not_exists(#${attribute}) OR #${attribute} < :order OR #${attribute} > :order`,',
  },
  {
    name: 'start the tasks again after each crash',
    file: 'lambda/scan/scans.ts',
    text: "condition: 'attribute_not_exists(#taskCount)',",
    becomes:
      "condition: 'attribute_not_exists(#taskCount) OR #taskCount >= :none',\n      conditionValues: { none: 0 },",
  },
  {
    name: 'do not publish what an invocation that died had recorded',
    file: 'lambda/scan/poll-tasks.ts',
    text: 'if (isResult(task)) recorded.push(task);',
    becomes: 'if (isResult(task)) this.open.delete(task.taskKey);',
  },
  {
    name: 'leave out the tasks that could not be started',
    file: 'lambda/scan/start-scan.ts',
    text: 'failed.push(await parts.tasks.startFailed(scan, task, parts.clock.now()));',
    becomes: '',
  },
  {
    name: 'give tasks up before the scan timeout',
    file: 'lambda/scan/poll-tasks.ts',
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
    text: 'longestMilliseconds: 2000 };',
    becomes: 'longestMilliseconds: 1000 };',
  },
  {
    name: 'file a redriven scan as never failed',
    file: 'lambda/scan/fail-scan.ts',
    text: 'if (redriveCount > (recorded?.redriveCount ?? 0)) {',
    becomes: 'if (redriveCount > 99) {',
  },
];
