import fc from 'fast-check';
import {
  appSortKey,
  keyPart,
  personKey,
  personPartition,
  standingKey,
  startFailedKey,
  taskRecordKey,
  triggerKey,
  verdictOrder,
} from '../../../lib/contract/keys';
import { personOf } from '../../../lib/contract/person';

const person = (email: string) => personOf(email).key;
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('#', '%', 'a', '2', '3', '5', '~') }),
);

describe('keys', () => {
  it('never collide, whatever the tenant or the email address is', () => {
    fc.assert(
      fc.property(fc.tuple(anyText, anyText), fc.tuple(anyText, anyText), (one, other) => {
        const same = one[0] === other[0] && one[1] === other[1];
        expect(
          standingKey(person('a@x'), one[0], one[1]).sk === standingKey(person('a@x'), other[0], other[1]).sk,
        ).toBe(same);
        expect(startFailedKey(one[0], one[1]) === startFailedKey(other[0], other[1])).toBe(same);
      }),
      { numRuns: 2000 },
    );
  });

  it('fit in DynamoDB, whatever the length of their parts', () => {
    const long = '漢'.repeat(2048);
    expect(Buffer.byteLength(standingKey(person('a@x'), long, long).sk)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(appSortKey(long, person(`${'a'.repeat(312)}@x.com`)))).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(taskRecordKey('s', startFailedKey(long, long)).sk)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(verdictOrder('2026-11-20T08:00:00.000Z', person(long)))).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(personPartition(person(long)))).toBeLessThanOrEqual(2048);
    expect(Buffer.byteLength(triggerKey(long, long).pk)).toBeLessThanOrEqual(2048);
    expect(keyPart(`${long}a`)).not.toBe(keyPart(`${long}b`));
  });

  it('sort people by how long they have had their verdict', () => {
    const ana = person('ana@example.com');
    expect(personKey(ana)).toEqual({ pk: personPartition(ana), sk: 'PERSON' });
    const later = verdictOrder('2026-11-20T08:00:00.000Z', ana);
    const earlier = verdictOrder('2026-11-19T08:00:00.000Z', person('bo@example.com'));
    expect([later, earlier].sort()).toEqual([earlier, later]);
  });

  it('are the same for an email address in upper and lower case', () => {
    expect(personPartition(person('Ana@Example.com'))).toBe('PERSON#ana@example.com');
    expect(personPartition(person('a#b%c@example.com'))).toBe('PERSON#a%23b%25c@example.com');
  });
});
