import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Tablet {
  readonly snippets: Record<
    string,
    { readonly didCompile?: boolean; readonly translations: Record<string, { readonly source: string }> }
  >;
}

test('every example of the API and of the README compiles, and is translated for the other languages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rosetta-'));
  const tablet = join(folder, 'tablet.json');
  const rosetta = join('node_modules', 'jsii-rosetta', 'bin', 'jsii-rosetta');
  try {
    execFileSync(process.execPath, [rosetta, 'extract', '--compile', '--fail', '--output', tablet], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const { snippets }: Tablet = JSON.parse(readFileSync(tablet, 'utf8'));
    const all = Object.values(snippets);
    expect(all.length).toBeGreaterThan(50);
    for (const { didCompile, translations } of all) {
      expect(didCompile).toBe(true);
      expect(Object.keys(translations)).toEqual(expect.arrayContaining(['python', 'java', 'csharp', 'go']));
      // The translation has no getter for a property on which a method is called: give the property a name first.
      expect(translations.java?.source).not.toMatch(/\b(scanner|trigger|watchList|alarms|imported)\.[a-zA-Z]+\./);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
