import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { PassingErrorName, SCAN_REDRIVEN, ScanErrorName, WatchErrorName } from '../contract/names';
import { LONG_PATIENCE, LONGEST_RETRY_WAIT, LONGEST_WATCH_RETRY_WAIT, PATIENCE } from '../contract/time-budgets';

/**
 * Lambda is throttled or not available: the function has not run, or its response is lost. In a VPC, a function that has
 * not run for weeks has no network interface, and every function of a scan fails until Lambda has created one. That takes
 * a minute, or until the subnet has a free address.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
export const LAMBDA_ERRORS = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ResourceNotReadyException',
  'Lambda.ResourceConflictException',
  'Lambda.ENILimitReachedException',
  'Lambda.SubnetIPAddressLimitReachedException',
  'Lambda.EC2ThrottledException',
  'Lambda.EC2UnexpectedException',
];

const { SERVICE_UNAVAILABLE, EVENTS_REFUSED, TRIGGER_PENDING, APPFABRIC_UNAVAILABLE } = PassingErrorName;

/**
 * The retries of a function, in the order in which Step Functions looks for the first that matches.
 *
 * Errors that pass are retried for hours, because a late scan is better than no scan, and a retry costs one state
 * transition. The waits begin at 2 s, so a short throttling costs seconds.
 *
 * @param appFabricPatience how long a function that starts tasks waits for AppFabric, at most as long as for the others
 */
export function retries(appFabricPatience?: Duration): sfn.RetryProps[] {
  return [
    // A retry can't fix these errors. FailScan records them, and EndScan ends the execution with their name.
    { errors: [...Object.values(ScanErrorName), SCAN_REDRIVEN], maxAttempts: 0 },
    patient([...LAMBDA_ERRORS, SERVICE_UNAVAILABLE, EVENTS_REFUSED, TRIGGER_PENDING], PATIENCE),
    ...(appFabricPatience ? [patient([APPFABRIC_UNAVAILABLE], Math.min(PATIENCE, appFabricPatience.toSeconds()))] : []),
    // Among these are functions that time out, which cost the most. The maximum waits add up to about five minutes.
    { errors: [sfn.Errors.ALL], ...backoff(60), maxAttempts: 8 },
  ];
}

/** The retries of a function that must end in any case: for a week on average, whatever the error is. */
export const retriesToTheEnd: sfn.RetryProps = {
  errors: [sfn.Errors.ALL],
  ...backoff(2 * LONGEST_RETRY_WAIT),
  maxAttempts: attemptsIn(LONG_PATIENCE, 2 * LONGEST_RETRY_WAIT),
};

/** The retries of the function of watches: for a week on average, unless it says why it can't go on. */
export const retriesOfWatches: sfn.RetryProps[] = [
  // A retry can't fix these errors. The execution fails, and EndedWatches records it.
  { errors: Object.values(WatchErrorName), maxAttempts: 0 },
  {
    errors: [sfn.Errors.ALL],
    ...backoff(LONGEST_WATCH_RETRY_WAIT),
    maxAttempts: attemptsIn(LONG_PATIENCE, LONGEST_WATCH_RETRY_WAIT),
  },
];

function patient(errors: string[], seconds: number): sfn.RetryProps {
  return { errors, ...backoff(LONGEST_RETRY_WAIT), maxAttempts: attemptsIn(seconds, LONGEST_RETRY_WAIT) };
}

/** Full jitter spreads the retries of scans that failed at the same time. */
function backoff(longestWait: number) {
  return {
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxDelay: Duration.seconds(longestWait),
    jitterStrategy: sfn.JitterType.FULL,
  };
}

/** With full jitter, a wait is half of the longest one on average. The first eight waits or more are shorter. */
function attemptsIn(seconds: number, longestWait: number): number {
  return 8 + Math.ceil(seconds / (longestWait / 2));
}
