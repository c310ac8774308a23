import { readFileSync } from 'node:fs';
import type { UserAccessResultDetail, UserAccessScanCompletedDetail, UserAccessScanFailedDetail } from '../results';

type Presence<T> = { readonly [K in keyof T]-?: object extends Pick<T, K> ? 'optional' : 'required' };

// The compiler holds these tables against the types, the tests hold them against the schemas.
const result: Presence<UserAccessResultDetail> = {
  version: 'required',
  id: 'required',
  scanId: 'required',
  taskId: 'optional',
  email: 'optional',
  app: 'optional',
  tenantId: 'optional',
  tenantDisplayName: 'optional',
  status: 'required',
  accountFound: 'required',
  userStatus: 'optional',
  error: 'optional',
  recordedAt: 'required',
  trigger: 'optional',
};
const completed: Presence<UserAccessScanCompletedDetail> = {
  version: 'required',
  id: 'required',
  scanId: 'required',
  email: 'optional',
  status: 'required',
  startedAt: 'required',
  endedAt: 'required',
  durationSeconds: 'required',
  taskCount: 'required',
  counts: 'required',
  accountsFound: 'required',
  withoutAnswer: 'required',
  withoutAnswerTruncated: 'required',
  trigger: 'optional',
};
const failed: Presence<UserAccessScanFailedDetail> = {
  version: 'required',
  id: 'required',
  scanId: 'required',
  email: 'optional',
  status: 'required',
  startedAt: 'required',
  endedAt: 'required',
  error: 'required',
  trigger: 'optional',
};

describe("the types of our events' details", () => {
  it.each([
    ['user-access-result', result],
    ['user-access-scan-completed', completed],
    ['user-access-scan-failed', failed],
  ])('have the members of schemas/%s.json', (name, members) => {
    const schema = JSON.parse(readFileSync(`schemas/${name}.json`, 'utf8'));
    expect(Object.keys(members).sort()).toEqual(Object.keys(schema.properties).sort());
    const required = Object.entries(members).filter(([, presence]) => presence === 'required');
    expect(required.map(([member]) => member).sort()).toEqual([...schema.required].sort());
  });
});
