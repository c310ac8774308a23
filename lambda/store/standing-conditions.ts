import type { ChangeRecord } from '../../lib/contract/changes';
import type { Standing } from '../../lib/contract/records';
import type { ItemUpdate } from './item-store';
import type { Filed } from './standing-attributes';

/** The item of a standing. */
export interface StandingRecord extends Standing {
  readonly order?: string;
  readonly answerOrder?: string;
  readonly notAskedOrder?: string;
  readonly firstAnswerScanId?: string;
  readonly pendingChange?: ChangeRecord;
}

export const isNewer = (attribute: string) => `attribute_not_exists(#${attribute}) OR #${attribute} < :order`;

/** The latest answer says the same, or there is none, and its change is recorded, if it made one. */
export function changesNothing({ userStatus }: Filed): string {
  const isSameStatus = userStatus === undefined ? 'attribute_not_exists(#userStatus)' : '#userStatus = :userStatus';
  const isSame = `#access = :access AND ${isSameStatus}`;
  return `(attribute_not_exists(#lastAnswer) OR (${isSame})) AND attribute_not_exists(#pendingChange)`;
}

/** The condition that a standing is as it was read. A change is pending only with another `answerOrder`. */
export function stillAs(standing: StandingRecord): Pick<ItemUpdate, 'condition' | 'conditionValues'> {
  const { order, answerOrder, notAskedOrder } = standing;
  const read = { order, answerOrder, notAskedOrder };
  const isUnchanged = Object.entries(read).map(([attribute, value]) =>
    value === undefined ? `attribute_not_exists(#${attribute})` : `#${attribute} = :${attribute}`,
  );
  return { condition: isUnchanged.join(' AND '), conditionValues: read };
}
