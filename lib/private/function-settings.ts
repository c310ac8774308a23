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
}

export function checkFunctionSettings(scope: Construct, settings: FunctionSettings): void {
  const { memorySize, reservedConcurrentExecutions: reserved, tracing } = settings;
  if (!Token.isUnresolved(memorySize) && !(Number.isInteger(memorySize) && memorySize >= 128 && memorySize <= 10240)) {
    throw invalid(scope, `memorySize must be a whole number of MiB from 128 to 10240, got ${memorySize}.`);
  }
  if (reserved !== undefined && !Token.isUnresolved(reserved) && !(Number.isSafeInteger(reserved) && reserved >= 1)) {
    throw invalid(
      scope,
      `reservedConcurrentExecutions must be a whole number of at least 1, got ${inWords(reserved)}. To stop scans, disable what starts them: with 0, no function could record their end.`,
    );
  }
  if (!Object.values(lambda.Tracing).includes(tracing)) {
    throw invalid(
      scope,
      `tracing must be Tracing.ACTIVE, Tracing.PASS_THROUGH or Tracing.DISABLED, got ${inWords(tracing)}.`,
    );
  }
}
