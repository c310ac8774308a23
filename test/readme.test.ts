import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const readme = readFileSync('README.md', 'utf8');

describe('the README', () => {
  it('shows the workflow that is synthesized', () => {
    const drawn = execFileSync(
      'node',
      [
        '--input-type=module',
        '--eval',
        `import { readFileSync } from 'node:fs';
         import { definitionIn, mermaidOf } from './scripts/diagram.mjs';
         console.log(mermaidOf(definitionIn(JSON.parse(readFileSync('cdk.out/UserAccess.template.json', 'utf8')))));`,
      ],
      { encoding: 'utf8' },
    ).trim();
    expect(drawn).toContain('StartScan --> AllDone');
    expect(readme).toContain(drawn);
  });

  it.each(['README.md', 'CONTRIBUTING.md'].concat(docs()))('links to files that exist: %s', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)(#[^)]*)?\)/g)].map(
      ([, link]) => link ?? '',
    );
    const broken = links.filter((link) => !existsSync(join(dirname(page), link)));
    expect(broken).toEqual([]);
  });
});

function docs(): string[] {
  return execFileSync('git', ['ls-files', 'docs/*.md'], { encoding: 'utf8' }).split('\n').filter(Boolean);
}
