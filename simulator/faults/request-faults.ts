import { type Course, connectionError, type Request, type Response, type SeededRandom, type Service } from '../world';
import { failure } from './simulated-app-fabric';

interface Situation {
  readonly request: Request;
  readonly random: SeededRandom;
  /** What is known of a person: services repeat their input in errors, and it must not get into our logs. */
  readonly name: string;
  readonly surname: string;
}

/** What happens to a request of the service, if this is one. */
type CourseOf = (situation: Situation) => Course | undefined;

const on =
  (service: Service) =>
  (course: (situation: Situation) => Course): CourseOf =>
  (situation) =>
    situation.request.service === service ? course(situation) : undefined;

const appFabric = on('appfabric');
const listing =
  (course: (situation: Situation) => Course): CourseOf =>
  (situation) =>
    situation.request.operation === 'ListAppAuthorizations' ? course(situation) : undefined;
const dynamoDb = on('dynamodb');
const eventBridge = on('events');

/** The service itself takes part in this fault: see `services.ts`. */
const byTheService: CourseOf = () => undefined;

/** The timeout of a client, as lambda/ configures it. */
function patience({ service, operation }: Request): number {
  if (service !== 'appfabric') return 5000;
  return operation === 'StartUserAccessTasks' ? 30_000 : 10_000;
}

const timeout = () => connectionError('ETIMEDOUT', 'TimeoutError');
const reset = () => connectionError('ECONNRESET');
const timedOut = ({ request }: Situation): Course => ({ there: patience(request), lost: timeout() });
const timedOutAfterTheWork = ({ request }: Situation): Course => ({ back: patience(request), answerLost: timeout() });

const refusal = (status: number, __type: string): Course => ({
  lost: {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type, message: 'Try again later.' }),
  },
});

const dynamoDbRefusal = (status: number, type: string) =>
  dynamoDb(() => refusal(status, `com.amazonaws.dynamodb.v20120810#${type}`));

const throttled = ({ name }: Situation, headers: Record<string, string> = {}): Course => {
  const output = { message: `Rate exceeded for ${name}.`, serviceCode: 'appfabric', quotaCode: 'L-1' };
  return { lost: failure(429, 'ThrottlingException', output, headers) };
};

/** Retry-After of every size and shape. */
function retryAfter({ random, request }: Situation): Record<string, string> {
  const inAMinute = new Date(request.sentAt + 60_000).toUTCString();
  const odd = ['0', '1', '90', '600', '86400', '10000000000000', '-5', 'soon', inAMinute];
  return { 'retry-after': random.chance(0.4) ? String(random.integer(1, 90)) : random.pick(odd) };
}

const throttledWithRetryAfter = (situation: Situation): Course => throttled(situation, retryAfter(situation));

const failed = ({ name }: Situation, headers: Record<string, string> = {}): Course => ({
  lost: failure(500, 'InternalServerException', { message: `Could not look ${name} up.` }, headers),
});

const failedWithRetryAfter = (situation: Situation): Course => failed(situation, retryAfter(situation));

const page = ({ name, random }: Situation): Course => ({
  lost: {
    status: random.pick([200, 502, 503, 504]),
    headers: { 'content-type': 'text/html' },
    body: `<html><body><h1>Bad Gateway</h1><p>POST for ${name}</p></body></html>`,
  },
});

const denied = ({ name }: Situation): Course => ({
  lost: failure(403, 'AccessDeniedException', { message: `You may not look ${name} up.` }),
});

const missing = ({ name }: Situation): Course => {
  const output = { message: `No app bundle for ${name}.`, resourceId: 'x', resourceType: 'AppBundle' };
  return { lost: failure(404, 'ResourceNotFoundException', output) };
};

const rejected = ({ name, surname, random }: Situation): Course => {
  const fieldList = [{ name: random.pick(['email', surname]), message: `${name} is no address` }];
  const reason = random.pick(['fieldValidationFailed', surname]);
  const output = { message: `1 validation error: ${name}`, reason, fieldList };
  return { lost: failure(400, 'ValidationException', output) };
};

const cutShort = (response: Response): Response => ({
  ...response,
  body: response.body.slice(0, response.body.length / 2),
});

export const REQUEST_COURSES = {
  'AppFabric: throttled': appFabric(throttled),
  'AppFabric: throttled with Retry-After': appFabric(throttledWithRetryAfter),
  'AppFabric: internal error': appFabric(failed),
  'AppFabric: internal error with Retry-After': appFabric(failedWithRetryAfter),
  'AppFabric: timeout': appFabric(timedOut),
  'AppFabric: timeout after the work': appFabric(timedOutAfterTheWork),
  'AppFabric: connection reset before the work': appFabric(() => ({ lost: reset() })),
  'AppFabric: connection reset after the work': appFabric(() => ({ answerLost: reset() })),
  'AppFabric: access denied once': appFabric(denied),
  'AppFabric: malformed JSON': appFabric(() => ({ altered: cutShort })),
  'AppFabric: HTML page of a proxy': appFabric(page),
  'DynamoDB: throttled': dynamoDbRefusal(400, 'ThrottlingException'),
  'DynamoDB: internal error': dynamoDbRefusal(500, 'InternalServerError'),
  'DynamoDB: timeout': dynamoDb(timedOut),
  'DynamoDB: timeout after the write': dynamoDb(timedOutAfterTheWork),
  'DynamoDB: connection reset': dynamoDb(() => ({ lost: reset() })),
  'DynamoDB: another writer was first': byTheService,
  'DynamoDB: query answered in part': byTheService,
  'EventBridge: throttled': eventBridge(() => refusal(400, 'ThrottlingException')),
  'EventBridge: internal error': eventBridge(() => refusal(500, 'InternalException')),
  'EventBridge: timeout after the events were taken': eventBridge(timedOutAfterTheWork),
  'EventBridge: entries refused inside a 200': byTheService,
};

export const OUTAGE_COURSES = {
  'outage: AppFabric throttles': appFabric(throttled),
  'outage: AppFabric throttles with Retry-After': appFabric(throttledWithRetryAfter),
  'outage: AppFabric fails': appFabric(failed),
  'outage: AppFabric fails with Retry-After': appFabric(failedWithRetryAfter),
  'outage: AppFabric is silent': appFabric(timedOut),
  'outage: AppFabric denies access': appFabric(denied),
  'outage: ListAppAuthorizations throttled': listing(throttled),
  'outage: ListAppAuthorizations fails': listing(failed),
  'outage: ListAppAuthorizations denied': listing(denied),
  'outage: app bundle missing': appFabric(missing),
  'outage: AppFabric rejects requests': appFabric(rejected),
  'outage: DynamoDB throttles': dynamoDbRefusal(400, 'ProvisionedThroughputExceededException'),
  'outage: DynamoDB fails': dynamoDbRefusal(500, 'InternalServerError'),
  'outage: EventBridge refuses entries': byTheService,
  'outage: EventBridge fails': eventBridge(() => refusal(500, 'InternalException')),
  'outage: PutEvents denied': eventBridge(() => refusal(400, 'AccessDeniedException')),
  // No invocation gets as far as a request.
  'outage: Lambda throttles': byTheService,
};
