import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Member {
  readonly name: string;
  readonly docs?: { readonly summary?: string; readonly example?: string; readonly default?: string };
  readonly optional?: boolean;
}

interface Type extends Member {
  readonly kind: 'class' | 'interface' | 'enum';
  /** Whether the type is a struct: what a caller passes as props or options. */
  readonly datatype?: boolean;
  readonly methods?: Member[];
  readonly properties?: Member[];
  readonly members?: Member[];
}

const assembly = JSON.parse(readFileSync(join(__dirname, '..', '..', '.jsii'), 'utf8'));
const types = Object.values<Type>(assembly.types);

test('every public type, property and method is documented', () => {
  const undocumented = types.flatMap((type) =>
    [type, ...(type.methods ?? []), ...(type.properties ?? []), ...(type.members ?? [])]
      .filter(({ docs }) => !docs?.summary)
      .map(({ name }) => `${type.name}.${name}`),
  );
  expect(undocumented).toEqual([]);
});

test('every public class and method has an example', () => {
  const withoutExample = types.flatMap((type) =>
    [...(type.kind === 'class' ? [type] : []), ...(type.methods ?? [])]
      .filter(({ docs }) => !docs?.example)
      .map(({ name }) => `${type.name}.${name}`),
  );
  expect(withoutExample).toEqual([]);
});

test('every prop and option that can be left out says what happens then', () => {
  const structs = types.filter(({ datatype }) => datatype);
  const optional = structs.flatMap((type) =>
    (type.properties ?? []).filter((property) => property.optional).map((property) => ({ type, property })),
  );
  expect(optional.length).toBeGreaterThan(20);
  const withoutDefault = optional.filter(({ property }) => !property.docs?.default);
  expect(withoutDefault.map(({ type, property }) => `${type.name}.${property.name}`)).toEqual([]);
});

test('no type is a union, which the languages of jsii cannot express', () => {
  const text = JSON.stringify(assembly.types);
  expect(text).toContain('"collection"');
  expect(text).not.toContain('"union"');
});

test('the names of the public types are these', () => {
  expect(types.map(({ name }) => name).sort()).toEqual([
    'Access',
    'AccessRules',
    'AddAlarmsOptions',
    'AppBundle',
    'AppBundleProps',
    'AppBundleReference',
    'AppMetricOptions',
    'ChangeKind',
    'IAppBundle',
    'IUserAccessScanner',
    'OnChangeOptions',
    'OnResultOptions',
    'OnScanCompletedOptions',
    'OnWatchOptions',
    'ResultStatus',
    'ScanOnOptions',
    'ScanOnScheduleOptions',
    'ScanSchedule',
    'ScanScheduleProps',
    'ScanTrigger',
    'ScanTriggerProps',
    'TaskErrorMeaning',
    'TaskErrorRule',
    'TriggerOptions',
    'UnknownReason',
    'UserAccessAlarms',
    'UserAccessAlarmsProps',
    'UserAccessScanner',
    'UserAccessScannerAttributes',
    'UserAccessScannerProps',
    'UserStatusRule',
    'Verdict',
    'WatchEvent',
    'WatchOnOptions',
    'WatchTrigger',
    'WatchTriggerProps',
  ]);
});
