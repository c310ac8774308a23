import type * as events from 'aws-cdk-lib/aws-events';
import { DetailType } from '../contract/names';
import type { OnChangeOptions } from '../on-change-options';
import type { OnResultOptions } from '../on-result-options';
import type { OnScanCompletedOptions } from '../on-scan-completed-options';
import type { OnWatchOptions } from '../on-watch-options';
import { changeDetail, resultDetail, scanCompletedDetail, watchDetailTypes } from './event-details';
import { checkRule, eventRule } from './event-rules';
import { ScannerGrants } from './scanner-grants';

/**
 * The rules for the events of a scanner.
 *
 * @internal
 */
export abstract class ScannerRules extends ScannerGrants {
  /**
   * Creates a rule that matches each result of a scan. A result is published as soon as it is recorded.
   *
   * Like all rules of a scanner, it matches only events of this scanner, by their `account` and `resources`.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which results it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onResult('OpenAccount', { target: new targets.LambdaFunction(handler), access: [Access.OPEN] });
   */
  public onResult(id: string, options: OnResultOptions = {}): events.Rule {
    checkRule(this, id, options);
    return eventRule(this, id, [DetailType.RESULT], options, resultDetail(this, options));
  }

  /**
   * Creates a rule that matches when a scan is completed: all its results are recorded, whatever their status.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which scans it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onScanCompleted('StillOpen', { target: new targets.LambdaFunction(handler), verdict: [Verdict.OPEN] });
   */
  public onScanCompleted(id: string, options: OnScanCompletedOptions = {}): events.Rule {
    checkRule(this, id, options);
    return eventRule(this, id, [DetailType.SCAN_COMPLETED], options, scanCompletedDetail(this, options));
  }

  /**
   * Creates a rule that matches when a scan fails before all its results are recorded.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which failures it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onScanFailed('ScanFailed', { target: new targets.SnsTopic(onCall) });
   */
  public onScanFailed(id: string, options: events.OnEventOptions = {}): events.Rule {
    checkRule(this, id, options);
    return eventRule(this, id, [DetailType.SCAN_FAILED], options);
  }

  /**
   * Creates a rule that matches each change of a person's access in a tenant: from one answer of the app to the next.
   *
   * The first answer about a person changes nothing, and neither does a result without an answer.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which changes it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onChange('Reopened', { target: new targets.LambdaFunction(handler), kind: [ChangeKind.REOPENED] });
   */
  public onChange(id: string, options: OnChangeOptions = {}): events.Rule {
    checkRule(this, id, options);
    return eventRule(this, id, [DetailType.CHANGED], options, changeDetail(this, options));
  }

  /**
   * Creates a rule that matches what happens to watches: a watch started, is overdue, or has ended.
   *
   * @param id The id of the rule. It must be unique in the scanner.
   * @param options The target of the rule, and which events it matches.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   *
   * @example
   * scanner.onWatch('Overdue', { target: new targets.SnsTopic(onCall), watchEvent: [WatchEvent.OVERDUE] });
   */
  public onWatch(id: string, options: OnWatchOptions = {}): events.Rule {
    checkRule(this, id, options);
    return eventRule(this, id, watchDetailTypes(this, options), options);
  }
}
