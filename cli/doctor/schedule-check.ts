import { ListSchedulesCommand, type ScheduleSummary } from '@aws-sdk/client-scheduler';
import { failure } from '../errors';
import { groupBy } from '../group-by';
import { count, isOrAre } from '../print/verdict-sentence';
import { type Check, type Found, ok, REVERT, toDo } from './finding';
import type { Scanner } from './scanner';

/** Some teams have a schedule for each of their customers. A look at all of them would take hours. */
const MAX_PAGES = 100;
const PAGE_SIZE = 100;

/**
 * That schedules which start scans are enabled, whichever stack they are in. Their names are not printed, because each
 * is about a person. GetSchedule is not called, because it answers with the email address.
 */
export function scheduleCheck(scanner: Scanner, scannerSchedules: () => Promise<ScheduleSummary[]>): Check {
  return {
    name: 'schedules',
    run: async () => {
      const resources = await scanner.resources();
      const schedules = await scannerSchedules();
      const names = new Set(schedules.map(({ Name }) => Name));
      const gone = resources.ofType('AWS::Scheduler::Schedule').filter(({ physicalId }) => !names.has(physicalId));
      const findings: Found[] = [];
      if (gone.length > 0) {
        const found = `${count(gone.length, 'schedule')} of the stack ${gone.length === 1 ? 'does not exist, or starts' : 'do not exist, or start'} no scan`;
        findings.push(toDo(found, `Nobody is scanned. ${REVERT}`));
      }
      const byGroup = groupBy(schedules, ({ GroupName = 'default' }) => GroupName);
      for (const [group, all] of byGroup) {
        const disabled = all.filter(({ State }) => State === 'DISABLED').length;
        if (disabled === 0) continue;
        const found = `${disabled} of ${count(all.length, 'schedule')} in the group ${group} ${isOrAre(disabled)} disabled`;
        findings.push(
          toDo(
            found,
            'Nobody is scanned by them. Enable them in EventBridge Scheduler, if nobody has paused the scanner.',
          ),
        );
      }
      if (findings.length > 0) return findings;
      return [ok(schedules.length === 0 ? 'there are none' : `${count(schedules.length, 'schedule')}, enabled`)];
    },
  };
}

/** The schedules that start scans or watches of the scanner. */
export async function schedulesOf(scanner: Scanner): Promise<ScheduleSummary[]> {
  const { started } = await scanner.resources();
  const found: ScheduleSummary[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new ListSchedulesCommand({ MaxResults: PAGE_SIZE, NextToken });
    const answer = await scanner.clients.scheduler.send(command);
    found.push(...(answer.Schedules ?? []).filter(({ Target }) => started.includes(Target?.Arn ?? '')));
    NextToken = answer.NextToken;
    if (!NextToken) return found;
  }
  throw failure(
    `There are more than ${MAX_PAGES * PAGE_SIZE} schedules in this account and Region. Look for those of the scanner: aws scheduler list-schedules.`,
  );
}
