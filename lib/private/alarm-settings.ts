import { Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AddAlarmsOptions } from '../add-alarms-options';
import { invalid } from './errors';
import { isDuration } from './prop-types';

/** How often a retry comes at least, so that what goes on has a data point in each period. */
const LASTING_PERIOD_MINUTES = 10;

/** The validated options, with their defaults. */
export interface AlarmSettings extends Required<Omit<AddAlarmsOptions, 'alarmAfter' | 'scanExpectedEvery'>> {
  /** The period and the number of consecutive periods of what must not last. */
  readonly lasting: Periods;
  /** The period and the number of periods in which a scan must be completed. */
  readonly expected?: Periods;
}

export interface Periods {
  readonly period: Duration;
  readonly evaluationPeriods: number;
}

export function alarmSettings(scope: IConstruct, options: AddAlarmsOptions): AlarmSettings {
  const { actions = [], okActions = [], failedScans = 1, runbookUrl = 'docs/operations.md' } = options;
  for (const [name, list] of Object.entries({ actions, okActions })) {
    if (!Array.isArray(list) || list.some((action) => typeof action?.bind !== 'function')) {
      throw invalid(scope, `${name} must be a list of actions from aws-cloudwatch-actions, for example SnsAction.`);
    }
  }
  if (!Token.isUnresolved(failedScans) && !(Number.isInteger(failedScans) && failedScans >= 1)) {
    throw invalid(scope, `failedScans must be a whole number of at least 1, got ${failedScans}.`);
  }
  if (typeof runbookUrl !== 'string' || runbookUrl === '' || runbookUrl.includes('#')) {
    throw invalid(scope, 'runbookUrl must be an address without #, because each alarm adds its own section.');
  }
  const minutes = wholeNumber(scope, 'alarmAfter', options.alarmAfter ?? Duration.minutes(30), {
    unit: LASTING_PERIOD_MINUTES,
    least: LASTING_PERIOD_MINUTES,
    most: 24 * 60,
    range: 'in whole multiples of 10 minutes, from 10 minutes to one day',
  });
  return {
    actions,
    okActions,
    failedScans,
    runbookUrl,
    lasting: {
      period: Duration.minutes(LASTING_PERIOD_MINUTES),
      evaluationPeriods: minutes / LASTING_PERIOD_MINUTES,
    },
    ...(options.scanExpectedEvery !== undefined && { expected: expectedPeriods(scope, options.scanExpectedEvery) }),
  };
}

/** CloudWatch looks back a day at most with a period shorter than an hour, and a week otherwise. */
function expectedPeriods(scope: IConstruct, every: Duration): Periods {
  const minutes = wholeNumber(scope, 'scanExpectedEvery', every, {
    unit: 60,
    least: 60,
    most: 7 * 24 * 60,
    range: 'in whole hours, from 1 hour to 7 days, which is as far back as a CloudWatch alarm can look',
  });
  const period = minutes <= 24 * 60 ? 5 : 60;
  return { period: Duration.minutes(period), evaluationPeriods: minutes / period };
}

/** A duration in minutes that is a multiple of `unit`. */
function wholeNumber(
  scope: IConstruct,
  name: string,
  duration: Duration,
  { unit, least, most, range }: { unit: number; least: number; most: number; range: string },
): number {
  if (!isDuration(duration)) throw invalid(scope, `${name} must be a Duration, for example Duration.hours(1).`);
  if (duration.isUnresolved()) {
    throw invalid(scope, `${name} must be known at synthesis, because the periods of an alarm are calculated from it.`);
  }
  const minutes = duration.toMinutes({ integral: false });
  if (minutes % unit !== 0 || minutes < least || minutes > most) {
    throw invalid(scope, `${name} must be ${range}, got ${minutes} minutes.`);
  }
  return minutes;
}
