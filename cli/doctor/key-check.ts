import type { SSEDescription } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, type KeyMetadata } from '@aws-sdk/client-kms';
import type { DoctorClients } from './clients';
import { type Found, ok, toDo } from './finding';
import { unlessMissing } from './problem';

const NOTHING_WORKS = 'Nothing can be scanned or read without it.';

const ADVICE: Readonly<Record<string, string>> = {
  Disabled: 'Enable the key.',
  PendingDeletion: 'Cancel the deletion now, then enable the key. When the key is deleted, all results are lost.',
  PendingReplicaDeletion: 'Cancel the deletion, then enable the key.',
  PendingImport: 'Its key material is missing or has expired. Import it again.',
  Unavailable: 'Its key store is disconnected. Connect it again.',
};

/** The key that encrypts the table, and the queues and state machines, too, if it is the team's own. */
export async function keyFinding(kms: DoctorClients['kms'], encryption: SSEDescription = {}): Promise<Found> {
  const { KMSMasterKeyArn: arn, SSEType, InaccessibleEncryptionDateTime: inaccessible } = encryption;
  if (SSEType !== 'KMS' || arn === undefined) return ok('the table has the key that AWS owns');
  if (inaccessible !== undefined) {
    const advice = `${NOTHING_WORKS} Enable the key, and let its policy allow IAM policies. Without access for 7 days, DynamoDB archives the table.`;
    return toDo(`DynamoDB has no access to ${arn} since ${inaccessible.toISOString()}`, advice);
  }
  const answer = await unlessMissing(kms.send(new DescribeKeyCommand({ KeyId: arn })));
  if (answer === undefined) {
    return toDo(
      `${arn} does not exist`,
      `${NOTHING_WORKS} A deleted key can't be restored. Restore the table from a backup with another key.`,
    );
  }
  return stateFinding(arn, answer.KeyMetadata);
}

function stateFinding(arn: string, { KeyState, DeletionDate }: Partial<KeyMetadata> = {}): Found {
  const state: string = KeyState ?? 'in an unknown state';
  // A key that is being updated can be used as always.
  if (state === 'Enabled' || state === 'Updating') return ok(`${arn} is enabled`);
  const until = DeletionDate === undefined ? '' : ` until ${DeletionDate.toISOString()}`;
  return toDo(`${arn} is ${state}${until}`, `${NOTHING_WORKS} ${ADVICE[state] ?? 'Look at the key in AWS KMS.'}`);
}
