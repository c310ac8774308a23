import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalid } from './errors';
import type { ScannerParts } from './scanner-parts';

/** Throws if there is no scanner, or if what starts its executions would be in another account or Region. */
export function checkScanner(scope: Construct, scanner: ScannerParts | undefined): void {
  if (typeof scanner?.stateMachine?.stateMachineArn !== 'string') {
    throw invalid(
      scope,
      'scanner is required: pass a UserAccessScanner, or one from UserAccessScanner.fromUserAccessScannerAttributes(…).',
    );
  }
  const { region, account } = Stack.of(scope);
  const { env } = scanner.stateMachine;
  for (const [what, ofScanner, here] of [
    ['Region', env.region, region],
    ['account', env.account, account],
  ] as const) {
    if (Token.compareStrings(ofScanner, here) === TokenComparison.DIFFERENT) {
      throw invalid(
        scope,
        `scanner is in ${what} ${ofScanner}, but this would be in ${here}, from where EventBridge can't start its executions. Create it in a stack in ${what} ${ofScanner}.`,
      );
    }
  }
}
