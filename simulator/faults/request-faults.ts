import { type Course, connectionError, type Request, type Response, type SeededRandom, type Service } from '../world';
import type { Outage, RequestFault } from './fault-kinds';
import { failure } from './simulated-app-fabric';

interface Situation {
  readonly request: Request;
  readonly random: SeededRandom;
  /** A person's name: services repeat their input in errors, and it must not get into our logs. */
  readonly name: string;
}

/** The timeout of a client, as lambda/ configures it. */
function patience({ service, operation }: Request): number {
  if (service !== 'appfabric') return 5000;
  return operation === 'StartUserAccessTasks' ? 30_000 : 10_000;
}

const timeout = () => connectionError('ETIMEDOUT', 'TimeoutError');

const dynamoDbFailure = (status: number, type: string): Response => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'Try again later.' }),
});

const eventBridgeFailure = (status: number, type: string): Response => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: type, message: 'Try again later.' }),
});

const throttling = ({ name }: Situation, retryAfter?: number): Response =>
  failure(
    429,
    'ThrottlingException',
    { message: `Rate exceeded for ${name}.`, serviceCode: 'appfabric', quotaCode: 'L-1' },
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  );

const internalError = ({ name }: Situation): Response =>
  failure(500, 'InternalServerException', { message: `Could not look ${name} up.` });

const page = ({ name, random }: Situation): Response => ({
  status: random.pick([200, 502, 503, 504]),
  headers: { 'content-type': 'text/html' },
  body: `<html><body><h1>Bad Gateway</h1><p>POST for ${name}</p></body></html>`,
});

const cutShort = (response: Response): Response => ({
  ...response,
  body: response.body.slice(0, response.body.length / 2),
});

/** The faults in the network. Those in which a service takes part are in `services.ts`. */
const COURSES: Readonly<Partial<Record<RequestFault, [Service, (situation: Situation) => Course]>>> = {
  'AppFabric: throttled': ['appfabric', (it) => ({ lost: throttling(it) })],
  'AppFabric: throttled with Retry-After': ['appfabric', (it) => ({ lost: throttling(it, it.random.integer(1, 90)) })],
  'AppFabric: internal error': ['appfabric', (it) => ({ lost: internalError(it) })],
  'AppFabric: timeout': ['appfabric', ({ request }) => ({ there: patience(request), lost: timeout() })],
  'AppFabric: timeout after the work': [
    'appfabric',
    ({ request }) => ({ back: patience(request), answerLost: timeout() }),
  ],
  'AppFabric: connection reset before the work': ['appfabric', () => ({ lost: connectionError('ECONNRESET') })],
  'AppFabric: connection reset after the work': ['appfabric', () => ({ answerLost: connectionError('ECONNRESET') })],
  'AppFabric: malformed JSON': ['appfabric', () => ({ altered: cutShort })],
  'AppFabric: HTML page of a proxy': ['appfabric', (it) => ({ lost: page(it) })],
  'DynamoDB: throttled': ['dynamodb', () => ({ lost: dynamoDbFailure(400, 'ThrottlingException') })],
  'DynamoDB: internal error': ['dynamodb', () => ({ lost: dynamoDbFailure(500, 'InternalServerError') })],
  'DynamoDB: timeout': ['dynamodb', ({ request }) => ({ there: patience(request), lost: timeout() })],
  'DynamoDB: timeout after the write': [
    'dynamodb',
    ({ request }) => ({ back: patience(request), answerLost: timeout() }),
  ],
  'DynamoDB: connection reset': ['dynamodb', () => ({ lost: connectionError('ECONNRESET') })],
  'EventBridge: throttled': ['events', () => ({ lost: eventBridgeFailure(400, 'ThrottlingException') })],
  'EventBridge: internal error': ['events', () => ({ lost: eventBridgeFailure(500, 'InternalException') })],
  'EventBridge: timeout after the events were taken': [
    'events',
    ({ request }) => ({ back: patience(request), answerLost: timeout() }),
  ],
};

const OUTAGE_COURSES: Readonly<Partial<Record<Outage, [Service, (situation: Situation) => Course]>>> = {
  'outage: AppFabric throttles': ['appfabric', (it) => ({ lost: throttling(it) })],
  'outage: AppFabric throttles with Retry-After': [
    'appfabric',
    (it) => ({ lost: throttling(it, it.random.integer(1, 90)) }),
  ],
  'outage: AppFabric fails': ['appfabric', (it) => ({ lost: internalError(it) })],
  'outage: AppFabric denies access': [
    'appfabric',
    ({ name }) => ({ lost: failure(403, 'AccessDeniedException', { message: `You may not look ${name} up.` }) }),
  ],
  'outage: app bundle missing': [
    'appfabric',
    ({ name }) => ({
      lost: failure(404, 'ResourceNotFoundException', {
        message: `No app bundle for ${name}.`,
        resourceId: 'x',
        resourceType: 'AppBundle',
      }),
    }),
  ],
  'outage: AppFabric rejects requests': [
    'appfabric',
    ({ name }) => ({
      lost: failure(400, 'ValidationException', {
        message: `1 validation error: ${name}`,
        reason: 'fieldValidationFailed',
        fieldList: [{ name: 'email', message: `${name} is no address` }],
      }),
    }),
  ],
  'outage: DynamoDB throttles': [
    'dynamodb',
    () => ({ lost: dynamoDbFailure(400, 'ProvisionedThroughputExceededException') }),
  ],
};

export function courseOf(fault: RequestFault | Outage, situation: Situation): Course | undefined {
  const [service, course] = COURSES[fault as RequestFault] ?? OUTAGE_COURSES[fault as Outage] ?? [];
  return service === situation.request.service ? course?.(situation) : undefined;
}
