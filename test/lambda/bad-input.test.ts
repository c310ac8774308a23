import * as fc from 'fast-check';
import { ScanError } from '../../lambda/scan/errors';
import { parseScanRequest } from '../../lambda/scan/request';
import { keyPart, standingKey, startFailedKey } from '../../lib/contract/keys';
import { EMAIL_PATTERN, MAX_EMAIL_LENGTH } from '../../lib/contract/limits';
import { ScanErrorName } from '../../lib/contract/names';
import { personOf } from '../../lib/contract/person';
import { parseScenario, ScenarioError } from '../../local/scenario';

/** JSON with names that break careless code. */
const names = fc.constantFrom(
  'email',
  'taskIds',
  'trigger',
  'id',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
);
const awkwardText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '#',
    '%23',
    '\u0000',
    '\u202eana@example.com',
    'ana@example.com\r\nx',
    'a'.repeat(2048),
    '\ud800',
  ),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    awkwardText,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(names, awkwardText), tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('an execution input', () => {
  it('is a request, or results in InvalidScanRequest with a message that contains no value', () => {
    fc.assert(
      fc.property(json, (input) => {
        try {
          const { person, taskIds } = parseScanRequest(input);
          expect((person === undefined) !== (taskIds === undefined)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ScanError);
          expect((error as ScanError).name).toBe(ScanErrorName.INVALID_SCAN_REQUEST);
          expect((error as ScanError).message).toMatch(/^[ -~…]+$/);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('with an email address is accepted only if AppFabric would accept it, and an error does not contain the address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), awkwardText), (email) => {
        if (EMAIL_PATTERN.test(email) && email.length <= MAX_EMAIL_LENGTH) {
          expect(parseScanRequest({ email })).toEqual({ person: { email, key: email.toLowerCase() } });
          return;
        }
        expect(() => parseScanRequest({ email })).toThrow(ScanError);
        try {
          parseScanRequest({ email });
        } catch (error) {
          if (String(email).length > 5) expect((error as Error).message).not.toContain(email);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('keys', () => {
  const ana = personOf('ana@example.com').key;
  const part = fc.oneof(awkwardText, fc.stringMatching(/^[a#%23]{0,6}$/));

  it('never collide, whatever the names of apps and tenants are', () => {
    fc.assert(
      fc.property(part, part, part, part, (app, tenant, otherApp, otherTenant) => {
        const same = app === otherApp && tenant === otherTenant;
        const key = standingKey(ana, app, tenant).sk;
        expect(key === standingKey(ana, otherApp, otherTenant).sk).toBe(same);
        expect(startFailedKey(app, tenant) === startFailedKey(otherApp, otherTenant)).toBe(same);
      }),
      { numRuns: 5000 },
    );
  });

  it('stay within the limits of DynamoDB, and contain no separator', () => {
    fc.assert(
      fc.property(fc.oneof(awkwardText, fc.string({ unit: 'binary', minLength: 500, maxLength: 2048 })), (text) => {
        const written = keyPart(text);
        expect(Buffer.byteLength(written)).toBeLessThanOrEqual(500);
        expect(written).not.toContain('#');
        expect(written.isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a scenario file', () => {
  const valid = {
    appBundleArn: 'arn:aws:appfabric:us-east-1:111122223333:appbundle/5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c10',
    authorizations: [{ app: 'SLACK', tenantId: 'T1' }],
    users: [],
  };

  it('with any text is parsed, or rejected with the name of the file', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      json.map((value) => JSON.stringify(value) ?? ''),
    );
    fc.assert(
      fc.property(text, (content) => refusedOrRead(content)),
      { numRuns: 3000 },
    );
  });

  it('that is nearly valid is parsed, or rejected with the name of the file', () => {
    const field = fc.constantFrom(
      'appBundleArn',
      'authorizations',
      'users',
      'faults',
      'defaultSeconds',
      '__proto__',
      'user',
    );
    const changed = fc.tuple(field, json).map(([name, value]) => JSON.stringify({ ...valid, [name]: value }));
    fc.assert(
      fc.property(changed, (content) => refusedOrRead(content)),
      { numRuns: 3000 },
    );
  });

  function refusedOrRead(content: string): void {
    try {
      expect(parseScenario(content, 'mine.json').authorizations).toBeDefined();
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioError);
      expect((error as Error).message).toContain('mine.json');
    }
  }
});
