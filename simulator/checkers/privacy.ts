import type { PersonPlan } from '../faults/people';
import { type ExecutionResult, errorIn, type VirtualWorld } from '../world';
import type { Witness } from './witness';

/** Invariant 7: personal data is not in logs, traces, metrics, error messages, or a scan's failure. */
export function checkPrivacy(
  people: readonly PersonPlan[],
  world: VirtualWorld,
  results: readonly ExecutionResult[],
  witness: Witness,
): void {
  const { logs, traces, measurements } = world.collected;
  const texts = [
    ['a line of the logs', logs.join('\n')] as const,
    ['a trace', traces.join('\n')] as const,
    ['a metric', JSON.stringify(measurements)] as const,
    ...results.flatMap(({ error, cause }) => [['an execution', `${error} ${cause}`] as const]),
    ...results.flatMap(({ history }) =>
      // Step Functions itself repeats the input of a nested execution that failed.
      history
        .filter(({ type }) => type !== 'TaskFailed')
        .map((event) => ['an event of the history', errorIn(event)] as const),
    ),
    ...[...witness.table.items.values()]
      .filter(({ type }) => type === 'SCAN' || type === 'PERSON_SCAN')
      .map(
        ({ error, authorizationsError }) => ["a scan's error", JSON.stringify([error, authorizationsError])] as const,
      ),
    ...world.events.taken
      .filter(({ detailType }) => detailType === 'User Access Scan Failed')
      .map(({ detail }) => ['a failure event', JSON.stringify(detail.error)] as const),
  ];
  const personal = people.flatMap((person) => person.personal).map((text) => text.toLowerCase());
  for (const [where, text] of texts) {
    const folded = text.toLowerCase();
    if (personal.some((name) => folded.includes(name))) witness.violation(7, `${where} holds personal data`);
  }
}
