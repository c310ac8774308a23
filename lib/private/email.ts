import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalid } from './errors';

/** The pattern of AppFabric's StartUserAccessTasks. */
const EMAIL = /^[a-zA-Z0-9.!#$%&’*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*$/;
const LONGEST_EMAIL = 320;

/** Refuses what AppFabric would refuse, and anybody listed twice. Says which, by place: an address is personal data. */
export function checkEmails(scope: Construct, emails: string[]): void {
  const places = new Map<string, number>();
  emails.forEach((email, place) => {
    if (Token.isUnresolved(email)) return;
    if (typeof email !== 'string' || email.length > LONGEST_EMAIL || !EMAIL.test(email)) {
      throw invalid(
        scope,
        `emails[${place}] is not an email address that AppFabric takes (name@domain, at most ${LONGEST_EMAIL} characters).`,
      );
    }
    const earlier = places.get(email.toLowerCase());
    if (earlier !== undefined) {
      throw invalid(scope, `emails[${place}] names the same person as emails[${earlier}]; list each person once.`);
    }
    places.set(email.toLowerCase(), place);
  });
}
