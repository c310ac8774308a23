import { withSession } from '../connection/session';
import { examine } from '../doctor/doctor';
import type { Finding } from '../doctor/finding';
import { ExitCode } from '../errors';
import { isForPeople } from '../format';
import { READING_OPTIONS } from '../options';
import { printList } from '../print/list';
import { say } from '../print/say';
import { findingsView } from '../print/views/findings';
import type { CommandDefinition } from './command';

export const doctor: CommandDefinition = {
  usage: 'doctor',
  summary: 'Check that a scanner has what it needs, and say what to do.',
  options: [...READING_OPTIONS, 'scenario'],
  notes: [
    'The command changes nothing. docs/command.md lists the permissions that it needs. The exit code is 1 if something needs',
    'to be done, or could not be checked.',
  ],
  examples: ['doctor --outputs outputs.json', 'doctor --table my-table --json', 'doctor --local'],
  async run(_argument, options, context) {
    const findings = await withSession(options, context, ['tableName'], (session) => examine(session, context));
    printList(context, options, findingsView, findings);
    const isWell = findings.every(({ status }) => status === 'OK');
    if (isForPeople(options)) say(context, summaryOf(findings));
    return isWell ? ExitCode.DONE : ExitCode.FAILED;
  },
};

function summaryOf(findings: readonly Finding[]): string {
  const number = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length;
  const [todo, open] = [number('TO_DO'), number('UNCHECKED')];
  if (todo + open === 0) return 'All is well.';
  const parts = [
    ...(todo > 0 ? [`${todo} ${todo === 1 ? 'thing needs' : 'things need'} to be done`] : []),
    ...(open > 0 ? [`${open} could not be checked`] : []),
  ];
  return `${parts.join(', and ')}.`;
}
