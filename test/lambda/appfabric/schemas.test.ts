import { NormalizedSchema, TypeRegistry } from '@smithy/core/schema';
import type { SchemaRef, StaticOperationSchema } from '@smithy/types';
import '../../../lambda/appfabric/error-schemas';
import {
  BatchGetUserAccessTasks$,
  ListAppAuthorizations$,
  StartUserAccessTasks$,
} from '../../../lambda/appfabric/schemas';

/** A shape as text: `Structure { member, member: Shape }` or `List [ Shape ]`. A string has the name of its member. */
function written(schema: SchemaRef): string {
  const shape = NormalizedSchema.of(schema);
  if (shape.isListSchema()) return `${shape.getName()} [ ${written(shape.getValueSchema())} ]`;
  if (!shape.isStructSchema()) return shape.getName() ?? '';
  const members = [...shape.structIterator()].map(([member, its]) =>
    its.getName() === member ? written(its) : `${member}: ${written(its)}`,
  );
  return `${shape.getName()} { ${members.join(', ')} }`;
}

const operation = ([, namespace, name, traits, input, output]: StaticOperationSchema) => ({
  namespace,
  name,
  traits,
  input: written(input),
  output: written(output),
});

describe("the operations are those of AppFabric's API model", () => {
  test('StartUserAccessTasks', () => {
    expect(operation(StartUserAccessTasks$)).toEqual({
      namespace: 'com.amazonaws.appfabric',
      name: 'StartUserAccessTasks',
      traits: { http: ['POST', '/useraccess/start', 201] },
      input: 'StartUserAccessTasksRequest { appBundleIdentifier, email: SensitiveString }',
      output:
        'StartUserAccessTasksResponse { userAccessTasksList: UserAccessTasksList [ UserAccessTaskItem { app, tenantId, ' +
        'taskId, error: TaskError { errorCode, errorMessage } } ] }',
    });
  });

  test('BatchGetUserAccessTasks', () => {
    expect(operation(BatchGetUserAccessTasks$)).toEqual({
      namespace: 'com.amazonaws.appfabric',
      name: 'BatchGetUserAccessTasks',
      traits: { http: ['POST', '/useraccess/batchget', 200] },
      input: 'BatchGetUserAccessTasksRequest { appBundleIdentifier, taskIdList [ member ] }',
      output:
        'BatchGetUserAccessTasksResponse { userAccessResultsList: UserAccessResultsList [ UserAccessResultItem { app, ' +
        'tenantId, tenantDisplayName, taskId, resultStatus, email: SensitiveString, userId: SensitiveString, ' +
        'userFullName: SensitiveString, userFirstName: SensitiveString, userLastName: SensitiveString, userStatus, ' +
        'taskError: TaskError { errorCode, errorMessage } } ] }',
    });
  });

  test('ListAppAuthorizations, without the timestamp that can make a response fail', () => {
    expect(operation(ListAppAuthorizations$)).toEqual({
      namespace: 'com.amazonaws.appfabric',
      name: 'ListAppAuthorizations',
      traits: { http: ['GET', '/appbundles/{appBundleIdentifier}/appauthorizations', 200] },
      input: 'ListAppAuthorizationsRequest { appBundleIdentifier, maxResults, nextToken }',
      output:
        'ListAppAuthorizationsResponse { appAuthorizationSummaryList: AppAuthorizationSummaryList [ ' +
        'AppAuthorizationSummary { appAuthorizationArn, appBundleArn, app, tenant: Tenant { tenantIdentifier, ' +
        'tenantDisplayName }, status } ], nextToken }',
    });
  });
});

test.each([
  ['AccessDeniedException', 403, '{ message }'],
  ['InternalServerException', 500, '{ message, retryAfterSeconds }'],
  ['ResourceNotFoundException', 404, '{ message, resourceId, resourceType }'],
  ['ThrottlingException', 429, '{ message, serviceCode, quotaCode, retryAfterSeconds }'],
  [
    'ValidationException',
    400,
    '{ message, reason, fieldList: ValidationExceptionFieldList [ ValidationExceptionField { name, message } ] }',
  ],
])("%s is that of AppFabric's API model", (name, status, members) => {
  const schema = TypeRegistry.for('com.amazonaws.appfabric').getSchema(`com.amazonaws.appfabric#${name}`);
  expect(written(schema)).toBe(`${name} ${members}`);
  expect(NormalizedSchema.of(schema).getMergedTraits()).toMatchObject({
    error: status < 500 ? 'client' : 'server',
    httpError: status,
  });
});
