import { Aws, Lazy, Token } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { type UserAccessScanner, WatchEvent } from 'cdk-appfabric-user-access';
import { newStack, scannerIn } from '../support/scanner-stack';

type Detail = EventPattern['detail'];

let scanner: UserAccessScanner;
beforeEach(() => {
  scanner = scannerIn(newStack());
});

describe('a pattern for the detail of an event', () => {
  test.each<[string, Detail, string]>([
    [
      'a misspelled field',
      { tenantID: ['T0123'] },
      'eventPattern.detail.tenantID is not in User Access Result events, so it never matches. Use one of version, id, scanId, ',
    ],
    [
      'a misspelled field of an object',
      { trigger: { origin: ['hr'] } },
      'eventPattern.detail.trigger.origin is not in User Access Result events, so it never matches. Use one of id, source, time.',
    ],
    [
      'a misspelled field of an alternative',
      { $or: [{ app: ['SLACK'] }, { App: ['ZOOM'] }] },
      'eventPattern.detail.$or[1].App is not in User Access Result events, so it never matches. Use one of version, ',
    ],
    ['a field that objects have anyway', { toString: ['x'] }, 'eventPattern.detail.toString is not in'],
    [
      'values for an object',
      { trigger: [{ exists: true }] },
      'eventPattern.detail.trigger is an object in User Access Result events, so it never matches. Name a field in it: id, source, time.',
    ],
    [
      'fields of a value',
      { app: { name: ['SLACK'] } },
      'eventPattern.detail.app has no fields in User Access Result events, so it never matches. Set a list of values.',
    ],
    [
      'a value in another case',
      { reason: ['RECONNECT', 'reconnect'] },
      'eventPattern.detail.reason has a value that it never has in User Access Result events. Use RECONNECT, PERMISSION, ',
    ],
    [
      'a string for a boolean value',
      { accountFound: ['true'] },
      'eventPattern.detail.accountFound has a value that it never has in User Access Result events. Use a boolean.',
    ],
    ['a number for a string', { tenantId: [123] }, 'Use a string.'],
    ['no value', { tenantId: [null] }, 'Use a string.'],
  ])('is refused if it never matches: %s', (_, detail, message) => {
    expect(() => scanner.onResult('Rule', { eventPattern: { detail } })).toThrow(message);
  });

  it('can be about a field that one of the events has', () => {
    const eventPattern = { detail: { overdueAt: [{ exists: true }] } };
    scanner.onWatch('Both', { watchEvent: [WatchEvent.STARTED, WatchEvent.OVERDUE], eventPattern });
    expect(() => scanner.onWatch('One', { watchEvent: [WatchEvent.STARTED], eventPattern })).toThrow(
      'overdueAt is not in User Access Watch Started events',
    );
  });

  it('can be about the objects of a list, and compare', () => {
    const detail = {
      open: { app: ['SLACK', 'ZOOM'], confirmed: [true] },
      coverage: { asked: [{ numeric: ['>', 5] }, 3] },
      $or: [{ verdict: [{ 'anything-but': 'CLEAR' }] }, { email: [{ suffix: '@example.com' }] }],
    };
    scanner.onScanCompleted('Rule', { eventPattern: { detail } });
    expect(() => scanner.onScanCompleted('Other', { eventPattern: { detail: { open: { App: ['SLACK'] } } } })).toThrow(
      'eventPattern.detail.open.App is not in User Access Scan Completed events',
    );
  });

  it('can have values that are known only at deployment', () => {
    const tenantId = Lazy.string({ produce: () => 'T0123' });
    const detail = { tenantId: [tenantId], reason: [Aws.STACK_NAME], status: Token.asList({ Ref: 'Statuses' }) };
    scanner.onResult('Rule', { eventPattern: { detail } });
  });
});
