import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { CLOSING_RESERVE, MAX_FUNCTION_TIMEOUT, MAX_POLL_WINDOW, POLL_RESERVE } from '../contract/time-budgets';
import type { UserAccessScannerProps } from '../user-access-scanner-props';
import { accessRulesVariable } from './access-rules';
import { checkEncryptionKey } from './encryption-key';
import { invalid } from './errors';
import { checkPublishingBus } from './event-buses';
import { checkFunctionSettings, type FunctionSettings } from './function-settings';
import { checkHistoryEvents } from './history-events';
import { checkEventBus, isDuration } from './prop-types';

export const DEFAULT_RESULT_RETENTION = Duration.days(365);

/** The validated props, with their defaults. */
export interface ScanSettings extends FunctionSettings {
  readonly resultRetention: Duration;
  readonly scanTimeout: Duration;
  readonly pollWindow: Duration;
  readonly firstWait: Duration;
  readonly backoffRate: number;
  readonly longestWait: Duration;
  readonly logRetention: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** The team's rules as JSON, or undefined if there are none. */
  readonly accessRules?: string;
}

export function scanSettings(scope: Construct, props: UserAccessScannerProps): ScanSettings {
  const longestWait = props.longestWait ?? Duration.seconds(60);
  const settings: ScanSettings = {
    resultRetention: props.resultRetention ?? DEFAULT_RESULT_RETENTION,
    scanTimeout: props.scanTimeout ?? Duration.minutes(30),
    pollWindow: props.pollWindow ?? Duration.seconds(180),
    firstWait: props.firstWait ?? firstWaitWithin(longestWait),
    backoffRate: props.backoffRate ?? 1.5,
    longestWait,
    logRetention: props.logRetention ?? logs.RetentionDays.ONE_YEAR,
    logLevel: props.logLevel ?? lambda.ApplicationLogLevel.INFO,
    debugSampleRate: props.debugSampleRate ?? 0,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    memorySize: props.memorySize ?? 256,
    reservedConcurrentExecutions: props.reservedConcurrentExecutions,
    tracing: props.tracing ?? lambda.Tracing.ACTIVE,
    accessRules: accessRulesVariable(scope, props.accessRules),
  };
  checkReferences(scope, props);
  checkDurations(scope, settings);
  checkNumbers(scope, settings);
  checkFunctionSettings(scope, settings);
  checkRemovalPolicy(scope, settings.removalPolicy);
  checkHistoryEvents(scope, settings);
  return settings;
}

/** 20 seconds, or `longestWait` if it is shorter. */
function firstWaitWithin(longestWait: Duration): Duration {
  const twentySeconds = Duration.seconds(20);
  if (!isDuration(longestWait) || longestWait.isUnresolved()) return twentySeconds;
  return longestWait.toSeconds({ integral: false }) < twentySeconds.toSeconds() ? longestWait : twentySeconds;
}

/** Checks at runtime, because not all languages that CDK supports have static types. */
function checkReferences(scope: Construct, { eventBus, encryptionKey }: UserAccessScannerProps): void {
  checkEventBus(scope, eventBus);
  if (eventBus) checkPublishingBus(scope, eventBus);
  checkEncryptionKey(scope, encryptionKey);
}

function checkDurations(scope: Construct, settings: ScanSettings): void {
  // The timeouts of the functions and of the state machine are calculated from these two.
  for (const name of ['scanTimeout', 'pollWindow'] as const) {
    if (isDuration(settings[name]) && settings[name].isUnresolved()) {
      throw invalid(
        scope,
        `${name} must be known at synthesis, because timeouts are calculated from it. Use a literal Duration.`,
      );
    }
  }
  const scanTimeout = wholeSeconds(scope, 'scanTimeout', settings.scanTimeout) ?? 0;
  const pollWindow = wholeSeconds(scope, 'pollWindow', settings.pollWindow) ?? 0;
  // The longest wait comes first, because the default of the first wait depends on it.
  const longestWait = wholeSeconds(scope, 'longestWait', settings.longestWait);
  const firstWait = wholeSeconds(scope, 'firstWait', settings.firstWait);
  const resultRetention = wholeSeconds(scope, 'resultRetention', settings.resultRetention);

  if (scanTimeout < 1) {
    throw invalid(scope, 'scanTimeout must be at least 1 second. The default of 30 minutes is suitable for most apps.');
  }
  if (pollWindow > MAX_POLL_WINDOW) {
    throw invalid(
      scope,
      `pollWindow must be at most ${MAX_POLL_WINDOW} seconds (Lambda's maximum of ${MAX_FUNCTION_TIMEOUT} minus ${POLL_RESERVE} to record and publish results), got ${pollWindow}.`,
    );
  }
  if (longestWait !== undefined && longestWait < 1) {
    throw invalid(scope, 'longestWait must be at least 1 second. To poll without waiting, set a longer pollWindow.');
  }
  if (firstWait !== undefined && firstWait < 1) {
    throw invalid(scope, 'firstWait must be at least 1 second. To poll without waiting, set a longer pollWindow.');
  }
  if (firstWait !== undefined && longestWait !== undefined && longestWait < firstWait) {
    throw invalid(scope, `longestWait (${longestWait} s) must not be shorter than firstWait (${firstWait} s).`);
  }
  const needed = Math.max(Duration.days(1).toSeconds(), scanTimeout + CLOSING_RESERVE);
  if (resultRetention !== undefined && resultRetention < needed) {
    throw invalid(
      scope,
      `resultRetention must be at least ${needed} seconds (one day, and at least scanTimeout plus ${CLOSING_RESERVE / 3600} hours, so that no record expires during a scan), got ${resultRetention}.`,
    );
  }
}

function checkNumbers(scope: Construct, { backoffRate, logRetention }: ScanSettings): void {
  if (!Token.isUnresolved(backoffRate) && !(Number.isFinite(backoffRate) && backoffRate >= 1)) {
    throw invalid(
      scope,
      `backoffRate must be a number of at least 1 (1 keeps every wait the same), got ${backoffRate}.`,
    );
  }
  if (!Token.isUnresolved(logRetention) && !Object.values(logs.RetentionDays).includes(logRetention)) {
    throw invalid(scope, `logRetention must be one of logs.RetentionDays, got ${logRetention}.`);
  }
}

function checkRemovalPolicy(scope: Construct, removalPolicy: RemovalPolicy): void {
  const allowed = [RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, RemovalPolicy.DESTROY];
  if (!allowed.includes(removalPolicy)) {
    throw invalid(
      scope,
      `removalPolicy must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, got '${removalPolicy}'.`,
    );
  }
}

/** The duration in seconds, or undefined if it is known only at deployment. */
export function wholeSeconds(scope: Construct, name: string, duration: Duration): number | undefined {
  if (!isDuration(duration)) {
    throw invalid(scope, `${name} must be a Duration, for example Duration.seconds(60).`);
  }
  if (duration.isUnresolved()) return undefined;
  const seconds = duration.toSeconds({ integral: false });
  if (!Number.isSafeInteger(seconds)) {
    throw invalid(scope, `${name} must be a whole number of seconds, got ${seconds}.`);
  }
  return seconds;
}
