import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Member {
  readonly name: string;
  readonly docs?: { readonly summary?: string; readonly example?: string };
}

interface Type extends Member {
  readonly kind: 'class' | 'interface' | 'enum';
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
  const withoutExample = types
    .filter(({ kind }) => kind === 'class')
    .flatMap((type) =>
      [type, ...(type.methods ?? [])].filter(({ docs }) => !docs?.example).map(({ name }) => `${type.name}.${name}`),
    );
  expect(withoutExample).toEqual([]);
});
