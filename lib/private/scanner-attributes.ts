import { Arn, ArnFormat, Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { UserAccessScannerAttributes } from '../user-access-scanner-attributes';
import { checkEncryptionKey } from './encryption-key';
import { invalid } from './errors';
import { inWords } from './prop-types';
import { wholeSeconds } from './scan-settings';

// A name has no separator: the ARN of a version, an index or a stream is another one.
const STATE_MACHINE = {
  format: ArnFormat.COLON_RESOURCE_NAME,
  service: 'states',
  resource: 'stateMachine',
  resourceName: /^[^:/\s]+$/,
};
const ARNS = {
  stateMachineArn: STATE_MACHINE,
  watchStateMachineArn: STATE_MACHINE,
  tableArn: {
    format: ArnFormat.SLASH_RESOURCE_NAME,
    service: 'dynamodb',
    resource: 'table',
    resourceName: /^[\w.-]+$/,
  },
};
type ArnName = keyof typeof ARNS;

/** Checks at runtime, because not all languages that CDK supports have static types. */
export function checkAttributes(scope: Construct, attributes: UserAccessScannerAttributes): void {
  for (const name of Object.keys(ARNS) as ArnName[]) checkArn(scope, name, attributes?.[name]);
  const { stateMachineArn, watchStateMachineArn, eventBus, encryptionKey, resultRetention, scannerPath } = attributes;
  if (stateMachineArn === watchStateMachineArn) {
    throw invalid(
      scope,
      'watchStateMachineArn is that of stateMachineArn, but a scanner has a state machine for scans and another one for watches. Pass the ARN of each.',
    );
  }
  for (const name of ['watchStateMachineArn', 'tableArn'] as const) checkPlace(scope, name, attributes);
  if (typeof eventBus?.eventBusArn !== 'string') {
    throw invalid(
      scope,
      "eventBus is required, because a rule on another event bus would never match: pass the scanner's event bus, for example EventBus.fromEventBusName(…).",
    );
  }
  checkEncryptionKey(scope, encryptionKey);
  if (resultRetention !== undefined) checkRetention(scope, resultRetention);
  if (scannerPath !== undefined) checkPath(scope, scannerPath);
}

function checkArn(scope: Construct, name: ArnName, arn: unknown): void {
  if (Token.isUnresolved(arn)) return;
  const { format, service, resource, resourceName } = ARNS[name];
  const separator = format === ArnFormat.COLON_RESOURCE_NAME ? ':' : '/';
  const form = `arn:aws:${service}:<region>:<account>:${resource}${separator}<name>`;
  const parts = typeof arn === 'string' && /^arn(:[^:]+){5,}$/.test(arn) ? Arn.split(arn, format) : undefined;
  if (parts?.service !== service || parts.resource !== resource || !resourceName.test(parts.resourceName ?? '')) {
    throw invalid(scope, `${name} must look like ${form}, got ${inWords(arn)}.`);
  }
}

/** Rules and triggers of a scanner in two places would match nothing, or start nothing. */
function checkPlace(scope: Construct, name: ArnName, attributes: UserAccessScannerAttributes): void {
  const { stateMachineArn, [name]: arn } = attributes;
  if (Token.isUnresolved(stateMachineArn) || Token.isUnresolved(arn)) return;
  const [own, its] = [Arn.split(stateMachineArn, STATE_MACHINE.format), Arn.split(arn, ARNS[name].format)];
  const [what, here, there] =
    own.account === its.account ? ['Region', own.region, its.region] : ['account', own.account, its.account];
  if (here !== there) {
    throw invalid(
      scope,
      `${name} is in ${what} ${there}, but stateMachineArn is in ${here}. Pass the ARNs of one scanner.`,
    );
  }
}

function checkRetention(scope: Construct, resultRetention: Duration): void {
  const seconds = wholeSeconds(scope, 'resultRetention', resultRetention);
  if (seconds !== undefined && seconds < Duration.days(1).toSeconds()) {
    throw invalid(scope, `resultRetention must be that of the scanner, which is at least one day, got ${seconds} s.`);
  }
}

function checkPath(scope: Construct, scannerPath: unknown): void {
  if (Token.isUnresolved(scannerPath)) {
    throw invalid(
      scope,
      'scannerPath must be known at synthesis, because it is part of each metric. Use a literal value.',
    );
  }
  if (typeof scannerPath !== 'string' || !/^[^/]+(\/[^/]+)+$/.test(scannerPath)) {
    throw invalid(
      scope,
      `scannerPath must be the stack name and the path of the scanner in it, for example 'UserAccess/Scanner', got ${inWords(scannerPath)}.`,
    );
  }
}
