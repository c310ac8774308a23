import { type ScanOnScheduleOptions, ScanSchedule } from '../scan-schedule';
import { type ScanOnOptions, ScanTrigger } from '../scan-trigger';
import type { IUserAccessScanner } from '../user-access-scanner-interface';
import type { WatchOnOptions } from '../watch-on-options';
import { WatchTrigger } from '../watch-trigger';
import { ScannerRules } from './scanner-rules';
import { checkId } from './unique-id';

/**
 * What owned and imported scanners have in common. In jsii, the members are those of `UserAccessScanner`.
 *
 * @internal
 */
export abstract class UserAccessScannerBase extends ScannerRules implements IUserAccessScanner {
  /**
   * Starts a scan for each event that matches a pattern, for example when your HR system offboards an employee.
   *
   * EventBridge can deliver an event more than once. The scanner still runs only one scan for it. If EventBridge can't
   * start the scan, it sends the event to the dead-letter queue of the trigger.
   *
   * Throws an error if the pattern would match the scanner's own events, if EventBridge would reject the pattern, or if
   * `email` is not a path into the event's detail.
   *
   * @param id The id of the trigger. It must be unique in the scanner.
   * @param options Which events start a scan, and where the email address is in the event.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   *
   * @example
   * scanner.scanOn('EmployeeOffboarded', {
   *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Offboarded'] },
   *   email: events.EventField.fromPath('$.detail.email'),
   * });
   */
  public scanOn(id: string, options: ScanOnOptions): ScanTrigger {
    checkId(this, id);
    return new ScanTrigger(this, id, { ...options, scanner: this });
  }

  /**
   * Watches a person for each event that matches a pattern, for example when an employee has left: scans the person now,
   * and then again and again, until nothing is open.
   *
   * There is one watch for a person at a time. An event about a person who is being watched joins that watch. EventBridge
   * can deliver an event more than once. The scanner still takes it as one request. If EventBridge can't start the watch,
   * it sends the event to the dead-letter queue of the trigger.
   *
   * Throws an error if the pattern would match the scanner's own events, if EventBridge would reject the pattern, if
   * `email` is not a path into the event's detail, or if a setting of the watch is not valid.
   *
   * @param id The id of the trigger. It must be unique in the scanner.
   * @param options Which events start a watch, where the email address is in the event, and how the person is watched.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   *
   * @example
   * scanner.watchOn('EmployeeLeft', {
   *   eventPattern: { source: ['com.example.hr'], detailType: ['Employee Left'] },
   *   email: events.EventField.fromPath('$.detail.email'),
   *   cadence: [Duration.hours(1), Duration.hours(6), Duration.days(1)],
   *   dueIn: Duration.hours(8),
   * });
   */
  public watchOn(id: string, options: WatchOnOptions): WatchTrigger {
    checkId(this, id);
    return new WatchTrigger(this, id, { ...options, scanner: this });
  }

  /**
   * Scans a list of up to 100 people on a schedule, with one scan per person.
   *
   * Throws an error if the list is empty or too long, if it has the same person twice, or if AppFabric would reject an
   * email address.
   *
   * @param id The id of the schedule. It must be unique in the scanner.
   * @param options Who to scan, and when.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   *
   * @example
   * scanner.scanOnSchedule('WatchList', {
   *   schedule: scheduler.ScheduleExpression.rate(Duration.days(1)),
   *   emails: ['ana@example.com', 'bo@example.com'],
   * });
   */
  public scanOnSchedule(id: string, options: ScanOnScheduleOptions): ScanSchedule {
    checkId(this, id);
    return new ScanSchedule(this, id, { ...options, scanner: this });
  }
}
