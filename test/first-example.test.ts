import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

/** The first example of the README, as a program. */
function firstExample(): string {
  const [, code = ''] = readFileSync('README.md', 'utf8').match(/```ts nofixture\n([\s\S]*?)```/) ?? [];
  return transpileModule(code, { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } })
    .outputText;
}

interface Manifest {
  readonly artifacts: Record<string, { readonly metadata?: Record<string, readonly { readonly type: string }[]> }>;
}

/** Runs the program as the CDK CLI does, and returns what it says and the warnings that the CLI would show. */
function synthesized(context: object): { said: string; warnings: string[] } {
  // In this repository, so that the program finds the packages that it imports.
  const folder = mkdtempSync(join('dist', 'first-example-'));
  try {
    writeFileSync(join(folder, 'app.cjs'), firstExample());
    const out = join(folder, 'cdk.out');
    const env = { PATH: process.env.PATH, HOME: folder, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context) };
    const said = execFileSync('sh', ['-c', `exec "${process.execPath}" "${join(folder, 'app.cjs')}" 2>&1`], { env });
    const { artifacts }: Manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    const metadata = Object.values(artifacts).flatMap((artifact) => Object.entries(artifact.metadata ?? {}));
    const warnings = metadata.flatMap(([path, entries]) =>
      entries.filter(({ type }) => /:(warning|error)$/.test(type)).map(() => path),
    );
    return { said: said.toString(), warnings };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  ['without feature flags', {}],
  ['with every recommended feature flag', recommended],
])('the first example of the README synthesizes without a warning, %s', (_what, context) => {
  expect(synthesized(context)).toEqual({ said: '', warnings: [] });
});
