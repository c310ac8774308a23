import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { invalid } from './errors';
import { inWords } from './prop-types';

/** The configuration that all functions have in common. */
export interface FunctionSettings {
  readonly memorySize: number;
  readonly reservedConcurrentExecutions?: number;
  readonly tracing: lambda.Tracing;
  readonly logLevel: lambda.ApplicationLogLevel;
  readonly debugSampleRate: number;
}

export function checkFunctionSettings(scope: Construct, settings: FunctionSettings): void {
  const { memorySize, reservedConcurrentExecutions: reserved, tracing, logLevel, debugSampleRate: rate } = settings;
  if (!Token.isUnresolved(memorySize) && !(Number.isInteger(memorySize) && memorySize >= 128 && memorySize <= 10240)) {
    throw invalid(scope, `memorySize must be a whole number of MiB from 128 to 10240, got ${memorySize}.`);
  }
  if (reserved !== undefined && !Token.isUnresolved(reserved) && !(Number.isSafeInteger(reserved) && reserved >= 1)) {
    throw invalid(
      scope,
      `reservedConcurrentExecutions must be a whole number of at least 1, got ${inWords(reserved)}. To stop scans, disable what starts them: with 0, no function could record their end.`,
    );
  }
  if (!Object.values(lambda.ApplicationLogLevel).includes(logLevel)) {
    throw invalid(scope, `logLevel must be one of lambda.ApplicationLogLevel, got ${inWords(logLevel)}.`);
  }
  if (!Token.isUnresolved(rate) && !(Number.isFinite(rate) && rate >= 0 && rate <= 1)) {
    throw invalid(scope, `debugSampleRate must be a number from 0 to 1, got ${inWords(rate)}.`);
  }
  if (!Object.values(lambda.Tracing).includes(tracing)) {
    throw invalid(
      scope,
      `tracing must be Tracing.ACTIVE, Tracing.PASS_THROUGH or Tracing.DISABLED, got ${inWords(tracing)}.`,
    );
  }
}
