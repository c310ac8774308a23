import { Annotations, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from './errors';

/**
 * Throws if this is not the name of an app, and warns if AppFabric is not known to write it so.
 *
 * @param what What is about this app, and would match nothing.
 */
export function checkApp(scanner: IConstruct, app: string | undefined, what: 'rule' | 'metric'): void {
  if (app === undefined) return;
  if (typeof app !== 'string' || app === '') {
    throw invalid(scanner, "app must be the name of an app as AppFabric spells it, for example 'SLACK'.");
  }
  if (!Token.isUnresolved(app) && app !== app.toUpperCase()) {
    Annotations.of(scanner).addWarningV2(
      'cdk-appfabric-user-access:app-name',
      `AppFabric's app names are in upper case. Did you mean '${app.toUpperCase()}'? The ${what} matches only '${app}'.`,
    );
  }
}
