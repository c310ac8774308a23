import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The diagrams of the synthesized state machines, by the page that they are in. */
function drawn(): [page: string, diagram: string][] {
  const print = `import { readFileSync } from 'node:fs';
    import { definitionIn, mermaidOf, WORKFLOWS } from './scripts/diagram.mjs';
    const template = JSON.parse(readFileSync('cdk.out/UserAccess.template.json', 'utf8'));
    const diagrams = WORKFLOWS.map((workflow) => [workflow.page, mermaidOf(definitionIn(template, workflow))]);
    console.log(JSON.stringify(diagrams));`;
  return JSON.parse(execFileSync('node', ['--input-type=module', '--eval', print], { encoding: 'utf8' }));
}

describe('the documents', () => {
  it('show the workflows that are synthesized (run `npm run diagram` after a change)', () => {
    const [[readme, scan], [watching, watch], ...others] = drawn() as [[string, string], [string, string]];
    expect(others).toEqual([]);
    expect([readme, watching]).toEqual(['README.md', 'docs/watching.md']);
    expect(scan).toContain('StartScan --> AllDone');
    expect(watch).toContain('NextStep --> WaitForScan: next is WAIT_TO_SCAN');
    expect(readFileSync(readme, 'utf8')).toContain(scan);
    expect(readFileSync(watching, 'utf8')).toContain(watch);
  });

  it.each([
    ['python', 'examples/python/first_stack.py'],
    ['java', 'examples/java/src/main/java/FirstStack.java'],
    ['go', 'examples/go/main.go'],
  ])('show the first stack in %s as it is in %s', (language, file) => {
    const [, shown] =
      new RegExp(`\n\`\`\`${language}\\n(.*?)\n\`\`\``, 's').exec(readFileSync('README.md', 'utf8')) ?? [];
    expect(shown).toBe(readFileSync(file, 'utf8').trim());
  });

  it.each(['cli/README.md', 'docs/command.md'])('show the outputs that the command reads: %s', (page) => {
    const outputs = readFileSync('bin/app.ts', 'utf8').match(/^new CfnOutput\(.*(?:StateMachineArn|TableName)'.*$/gm);
    expect(outputs).toHaveLength(3);
    expect(readFileSync(page, 'utf8')).toContain(`\n\`\`\`ts\n${outputs?.join('\n')}\n\`\`\`\n`);
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
