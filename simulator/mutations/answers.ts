import type { Mutation } from './mutation';

/** AppFabric's answers: nothing is made up, and nothing is left out. */
export const ANSWERS: readonly Mutation[] = [
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
    name: "pass AppFabric's own message on",
    file: 'lambda/scan/errors.ts',
    text: 'Correct the input and start a new scan.`,',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is a template
    becomes: '${error.message}`,',
  },
];
