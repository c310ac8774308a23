import type { IConstruct } from 'constructs';
import { invalid } from './errors';

/** Throws if the scope already has a construct with the id. */
export function checkId(scanner: IConstruct, id: string, scope: IConstruct = scanner): void {
  if (scope.node.tryFindChild(id)) {
    throw invalid(
      scanner,
      `The id '${id}' is already in use. Give each trigger, schedule and rule of a scanner a unique id.`,
    );
  }
}
