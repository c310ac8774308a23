import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UnknownReason } from '../lib/access';
import { PassingErrorName, SCAN_REDRIVEN, ScanErrorName, WatchErrorName } from '../lib/contract/names';
import { ALARM_NAMES, alarmDescription } from '../lib/private/alarm-texts';
import { LAMBDA_ERRORS } from '../lib/private/retries';
import { anchorOf, RUNBOOK, sectionsOf } from './support/runbook';

const runbook = sectionsOf(RUNBOOK);

describe('the runbook has a section that says what to do', () => {
  it.each(ALARM_NAMES)('about the alarm %s, where its description links to', (name) => {
    const [, page, anchor] = alarmDescription(name, RUNBOOK).match(/ Runbook: (.+)#(.+)$/) ?? [];
    expect(page).toBe(RUNBOOK);
    expect(runbook.get(String(anchor))).toMatch(/\*\*It means:\*\* .+\*\*See:\*\*\s.+\*\*Do:\*\* /s);
  });

  it.each([
    ...Object.values(ScanErrorName),
    ...Object.values(WatchErrorName),
    ...Object.values(PassingErrorName),
    SCAN_REDRIVEN,
    ...LAMBDA_ERRORS,
    'Lambda.ResourceNotFoundException',
    'Lambda.Unknown',
    'Sandbox.Timedout',
    'Runtime.ExitError',
    'States.Timeout',
    'States.DataLimitExceeded',
    'StepFunctions.ExecutionLimitExceeded',
  ])('about the error %s', (name) => {
    expect(runbook.get(anchorOf(name))?.length).toBeGreaterThan(60);
  });

  it.each(Object.values(UnknownReason))('about the reason %s', (reason) => {
    expect(runbook.get(anchorOf(reason))?.length).toBeGreaterThan(60);
  });

  it.each(['redrive', 'stop', 'pause', 'upgrade', 'tear-down'])('about how to %s', (anchor) => {
    expect(runbook.get(anchor)?.length).toBeGreaterThan(200);
  });
});

test('every link in the runbook leads to a section that exists', () => {
  const links = [...readFileSync(RUNBOOK, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)#([^)]+)\)/g)];
  expect(links.length).toBeGreaterThan(40);
  const broken = links.filter(([, page, anchor = '']) => {
    const sections = page ? sectionsOf(join(dirname(RUNBOOK), page)) : runbook;
    return !sections.has(anchor);
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

test('the widgets that the runbook names are on the dashboard', () => {
  const { Resources } = JSON.parse(readFileSync('cdk.out/UserAccess.template.json', 'utf8'));
  const body = JSON.stringify(
    Object.values<{ Type: string }>(Resources).find(({ Type }) => Type === 'AWS::CloudWatch::Dashboard'),
  );
  const text = readFileSync(RUNBOOK, 'utf8').replace(/\s+/g, ' ');
  const titles = [...text.matchAll(/(?<!\*)\*([A-Z][^*]+)\*(?!\*)/g)].map(([, title]) => String(title));
  expect(titles.length).toBeGreaterThan(5);
  expect(titles.filter((title) => !body.includes(title) && title !== 'Errors')).toEqual([]);
});

test('no section is about an alarm, an error or a reason that does not exist any more', () => {
  const known = [
    ...ALARM_NAMES,
    ...Object.values(ScanErrorName),
    ...Object.values(WatchErrorName),
    ...Object.values(PassingErrorName),
    SCAN_REDRIVEN,
    ...Object.values(UnknownReason),
  ];
  const headings = [...readFileSync(RUNBOOK, 'utf8').matchAll(/^### (\w+)$/gm)].map(([, heading = '']) => heading);
  const names = headings.filter((heading) => /^\w[a-z]+[A-Z]|^[A-Z_]+$/.test(heading));
  expect(names.filter((name) => !known.includes(name as (typeof known)[number]))).toEqual([]);
  expect(names.length).toBeGreaterThan(25);
});
