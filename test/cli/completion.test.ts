import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userAccess } from '../support/command';
import { afterTab, candidates, isInstalled, type Shell } from '../support/shells';

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'user-access-'));
  writeFileSync(join(cwd, 'outputs of prod.json'), '');
  mkdirSync(join(cwd, 'my-table'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const scriptFor = async (shell: Shell) => (await userAccess(['completion', shell])).stdout;

const help = async (...command: string[]) =>
  (await userAccess([...command, '--help'], { terminal: { columns: 200 } })).stdout;
const commandsInHelp = async () => matches(await help(), /^ {2}([a-z][a-z-]*) .*[.]$/gm);
const flagsInHelp = async (...command: string[]) =>
  [...new Set(matches(await help(...command), /^ {2}(?:(-\w), )?(--[\w-]+)/gm).filter(Boolean))].sort();
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].flatMap(([, ...parts]) => parts);

describe.each(SHELLS)('%s', (shell) => {
  // A shell that is not installed here is not tried. Its script is only printed.
  const inShell = isInstalled(shell) ? test : test.skip;
  let script = '';
  beforeAll(async () => {
    script = await scriptFor(shell);
  });

  test('has a script', () => {
    expect(script).toContain('_user_access');
  });

  inShell.each([
    ['forg', 'forget'],
    ['scan-', 'scan-report'],
    ['people --verdict no', 'people --verdict not-found'],
    ['people --verdict=no', 'people --verdict=not-found'],
    ['scans --status f', 'scans --status failed'],
    ['watches --status st', 'watches --status stopped'],
    ['results ana@example.com --output m', 'results ana@example.com --output markdown'],
    ['results ana@example.com -o m', 'results ana@example.com -o markdown'],
    ['scan ana@example.com --fail-on open,unk', 'scan ana@example.com --fail-on open,unknown'],
    ['completion f', 'completion fish'],
    ['help unw', 'help unwatch'],
    ['serve --por', 'serve --port'],
    // A value is not a command, although it has the name of one.
    ['--table people unw', '--table people unwatch'],
    ['--table people results a@b.c --no-', '--table people results a@b.c --no-color'],
    // This command has no such option, or no such value.
    ['serve --verd', 'serve --verd'],
    ['watch ana@example.com --output c', 'watch ana@example.com --output c'],
    ['scans --status gi', 'scans --status gi'],
    // An email address is a person's, and not the name of a file.
    ['results my', 'results my'],
    ['people --data my', 'people --data my-table'],
  ])('completes %s to %s', (typed, completed) => {
    expect(afterTab(shell, typed, { cwd, script }).replace(/[/ ]$/, '')).toBe(completed);
  });

  inShell('completes the names of files where there has to be one', () => {
    const completed = afterTab(shell, 'people --outputs out', { cwd, script }).replaceAll('\\', '');
    expect(completed).toBe('people --outputs outputs of prod.json');
    expect(afterTab(shell, 'people --table out', { cwd, script })).toBe('people --table out');
  });

  // In zsh, only what is completed can be seen, and not the list.
  const inList = shell === 'zsh' ? test.skip : inShell;

  inList('knows the commands and the options of the help', async () => {
    const commands = await commandsInHelp();
    expect(commands).toHaveLength(17);
    expect(candidates(shell as 'bash', '', { cwd, script }).sort()).toEqual([...commands].sort());
    for (const command of ['', ...commands]) {
      const found = [...candidates(shell as 'bash', `${command} -`.trim(), { cwd, script })];
      const flags = new Set(found.filter((flag) => flag.startsWith('-')));
      expect([command, [...flags].sort()]).toEqual([command, await flagsInHelp(...[command].filter(Boolean))]);
    }
  });
});

test('bash has no syntax that version 3.2 does not know', async () => {
  expect(await scriptFor('bash')).not.toMatch(/mapfile|readarray|declare -A|local -A|\$\{\w+,,|\|&|;;&/);
});
