import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { EMAIL_PATTERN, MAX_EMAIL_LENGTH } from '../contract/limits';
import { type PersonKey, personOf } from '../contract/person';
import { invalid } from './errors';

/**
 * Rejects addresses that AppFabric would reject, and people who are listed twice. The errors contain indexes instead of
 * addresses, which are personal data.
 */
export function checkEmails(scope: Construct, emails: string[]): void {
  const indexes = new Map<PersonKey, number>();
  emails.forEach((email, index) => {
    if (Token.isUnresolved(email)) return;
    if (typeof email !== 'string' || email.length > MAX_EMAIL_LENGTH || !EMAIL_PATTERN.test(email)) {
      throw invalid(
        scope,
        `emails[${index}] is not an email address that AppFabric accepts (name@domain, at most ${MAX_EMAIL_LENGTH} characters).`,
      );
    }
    const person = personOf(email).key;
    const earlier = indexes.get(person);
    if (earlier !== undefined) {
      throw invalid(scope, `emails[${index}] names the same person as emails[${earlier}]. List each person once.`);
    }
    indexes.set(person, index);
  });
}
