import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Request } from '../../simulator/world';
import type { Wanted } from './policy';

const ACCOUNT = 'us-east-1:111122223333';

/** The actions that a request needs in IAM. */
export function wantedBy({ service, operation, input, http }: Request): Wanted[] {
  switch (service) {
    case 'appfabric':
      return [{ action: `appfabric:${operation}`, resource: String(input.appBundleIdentifier ?? bundleIn(http.path)) }];
    case 'dynamodb': {
      const index = input.IndexName === undefined ? '' : `/index/${input.IndexName}`;
      const resource = `arn:aws:dynamodb:${ACCOUNT}:table/${input.TableName}${index}`;
      return [{ action: `dynamodb:${operation}`, resource }];
    }
    case 'events':
      return (input.Entries as PutEventsRequestEntry[]).map((entry) => ({
        action: `events:${operation}`,
        resource: busArn(entry.EventBusName ?? 'default'),
        context: { 'events:source': entry.Source ?? '' },
        about: entry.Resources ?? [],
      }));
    default:
      return [{ action: `${service}:${operation}`, resource: '*' }];
  }
}

/** ListAppAuthorizations has the app bundle in its path. */
const bundleIn = (path: string): string => decodeURIComponent(path.split('/')[2] ?? '');

const busArn = (bus: string): string => (bus.startsWith('arn:') ? bus : `arn:aws:events:${ACCOUNT}:event-bus/${bus}`);
