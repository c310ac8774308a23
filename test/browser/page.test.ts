import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { hasBrowser, launchBrowser } from '../support/browser';
import { Serving } from '../support/serving';

/** Without a browser for this machine, name one: CHROMIUM_PATH=/path/to/chrome npm test */
const inBrowser = hasBrowser ? describe : describe.skip;

const answered = (app: string, seconds: number, result: object = {}, more: object = {}) => ({
  ...{ app, tenantId: `${app}-1`, seconds, result: { resultStatus: 'COMPLETED', ...result }, ...more },
});
const account = (userStatus: string) => ({ userId: 'U1', userStatus });
/** What a hostile app could call itself, its tenants and its users. */
const MARKUP = '"><img src=x onerror="document.title=\'hacked\'"><script>document.title="hacked"</script>';
const REVERSED = 'evil\u202Egpj.exe';
const STRANGE_ADDRESS = "o'neil&role=admin#x%20/../?a={b}@example.com".replace("'", '’');
const STRANGE_SCAN = 'a+b=c@ü!';
const LONG = 'x'.repeat(600);

const BLOCKED_AFTER_SECONDS = 4;

const SCENARIO = {
  appBundleArn: 'arn:aws:appfabric:us-east-1:111122223333:appbundle/5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c10',
  authorizations: [
    ...['ASANA', 'DROPBOX', 'OKTA', 'SLACK'].map((app) => ({
      app,
      tenantId: `${app}-1`,
      tenantDisplayName: 'Example',
    })),
    { app: 'ZOOM', tenantId: 'ZOOM-1', status: 'PendingConnect' },
  ],
  defaultSeconds: 0.1,
  users: [
    {
      email: 'ana@example.com',
      access: [
        answered('SLACK', 0.1, account('ACTIVE')),
        answered('OKTA', 0.1, account('SUSPENDED')),
        answered('ASANA', 5),
        { app: 'DROPBOX', tenantId: 'DROPBOX-1', seconds: 0.1, result: { resultStatus: 'EXPIRED' } },
      ],
    },
    {
      email: 'ben@example.com',
      access: [
        answered('SLACK', 0.1, account('ACTIVE'), {
          later: [
            { afterSeconds: BLOCKED_AFTER_SECONDS, result: { resultStatus: 'COMPLETED', ...account('SUSPENDED') } },
          ],
        }),
      ],
    },
    {
      email: STRANGE_ADDRESS,
      access: [
        {
          app: 'SLACK',
          tenantId: MARKUP,
          tenantDisplayName: REVERSED,
          result: { resultStatus: 'COMPLETED', ...account(MARKUP) },
        },
        {
          app: 'OKTA',
          tenantId: LONG,
          result: { resultStatus: 'FAILED', taskError: { errorCode: '<b>CODE</b>', errorMessage: `${MARKUP}${LONG}` } },
        },
      ],
    },
  ],
};

inBrowser('the page of serve', () => {
  let folder: string;
  let serving: Serving;
  let browser: Browser;
  let page: Page;
  /** What a healthy page has none of: errors, dialogs, and requests to elsewhere. */
  const trouble: string[] = [];

  async function open(hash = '', options: BrowserContextOptions = {}): Promise<Page> {
    const opened = await (await browser.newContext(options)).newPage();
    opened.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) trouble.push(`console: ${message.text()}`);
    });
    opened.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    opened.on('dialog', (dialog) => trouble.push(`dialog: ${dialog.message()}`));
    opened.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${serving.endpoint}/`) && !url.startsWith('data:')) trouble.push(`request: ${url}`);
    });
    await opened.goto(`${serving.endpoint}/${hash}`);
    return opened;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'user-access-page-'));
    [serving, browser] = await Promise.all([Serving.start(folder, SCENARIO), launchBrowser()]);
    page = await open();
  });
  afterAll(async () => {
    await browser?.close();
    await serving?.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => expect(trouble.splice(0)).toEqual([]));

  const heading = (of: Page) => of.getByRole('heading', { level: 1 });
  const rowOf = (of: Page, table: string, text: string) =>
    of.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });
  /** Waits for the first row of a table. */
  const loaded = (of: Page) => of.getByRole('rowheader').first().waitFor();
  const SCANS = 'Scans that run, and the newest that ended';
  const APPS = 'Access to each app, the most urgent first';

  test('says that there is nothing yet', async () => {
    expect(await heading(page).textContent()).toBe('Who can still get in?');
    await page.getByText('Nobody has a verdict yet').waitFor();
    await page.getByText('There are no scans yet.').waitFor();
    await page.getByText('Nobody is being watched.').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });

  test('shows a scan as it runs, and says when it ends', async () => {
    await serving.begin('scan', 'slow', { email: 'ana@example.com' });
    const row = rowOf(page, SCANS, 'ana@example.com');
    await row.getByText('3 of 4 tasks ended').waitFor();
    expect(await row.getByRole('progressbar', { name: 'Tasks that have ended' }).getAttribute('value')).toBe('3');
    expect(await page.getByRole('status').textContent()).toBe('The scan of ana@example.com has started.');
    await row.getByText('completed').waitFor();
    await page.getByRole('status').filter({ hasText: 'The scan of ana@example.com has completed: OPEN.' }).waitFor();
    const people = page.getByRole('table', { name: 'People whose verdict is OPEN' });
    await people.getByRole('link', { name: 'ana@example.com' }).waitFor();
    expect(await page.getByText('1 OPEN, by the newest scan of each person.').count()).toBe(1);
  });

  test('tells the four words of access apart by a shape, and says what to do where there is no answer', async () => {
    const person = await open('#person=ana%40example.com');
    const table = person.getByRole('table', { name: APPS });
    await loaded(person);
    const rows = await table.getByRole('row').all();
    const seen = await Promise.all(
      rows.slice(1).map(async (row) => {
        const shape = await row.locator('svg[aria-hidden=true]').innerHTML();
        const [access, remark] = await Promise.all([
          row.getByRole('cell').first().textContent(),
          row.getByRole('cell').last().textContent(),
        ]);
        return { app: await row.getByRole('rowheader').textContent(), access, shape, remark };
      }),
    );
    expect(seen.map(({ app, access }) => [app, access])).toEqual([
      ['SLACK', 'OPEN'],
      ['DROPBOX', 'UNKNOWN'],
      ['ZOOM', 'UNKNOWN'],
      ['OKTA', 'BLOCKED'],
      ['ASANA', 'NONE'],
    ]);
    expect(new Set(seen.map(({ shape }) => shape)).size).toBe(4);
    expect(seen.map(({ remark }) => remark)).toEqual([
      '',
      'EXPIRED: scan again, because AppFabric no longer has the answer.',
      'NOT_ASKED: the app authorization is PendingConnect.',
      '',
      '',
    ]);
    await person.getByText(/^OPEN since .* 1 account can still be used, 2 apps gave no answer/).waitFor();
  });

  test('can be used with the keyboard alone, and the focus goes where a link leads and stays there', async () => {
    const other = await open();
    await rowOf(other, SCANS, 'ana@example.com').waitFor();
    const focused = async () => {
      const [tag, text, outline] = (await other.evaluate(
        '[document.activeElement.tagName, document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]',
      )) as string[];
      return { tag, text, outline };
    };
    const tabTo = async (text: string) => {
      for (let presses = 0; (await focused()).text !== text; presses += 1) {
        if (presses > 20) throw new Error(`Tab does not lead to ${text}.`);
        await other.keyboard.press('Tab');
        const { tag, outline } = await focused();
        // After the last link, the focus leaves the page once.
        if (tag !== 'BODY') expect([tag, outline]).toEqual(['A', 'solid']);
      }
    };
    await tabTo('User access');
    await tabTo('ana@example.com');
    // The page is made again several times.
    await other.waitForResponse(/overview/);
    await serving.begin('scan', 'quick', { email: 'nobody@example.com' });
    await rowOf(other, SCANS, 'nobody@example.com').getByText('completed').waitFor();
    expect(await focused()).toMatchObject({ tag: 'A', text: 'ana@example.com' });
    await other.keyboard.press('Enter');
    await heading(other).filter({ hasText: 'ana@example.com' }).waitFor();
    expect([await focused(), await other.title()]).toMatchObject([{ tag: 'H1' }, 'ana@example.com: user access']);
    expect(await other.getByRole('status').textContent()).toBe('');
    await other.getByRole('link', { name: 'slow' }).waitFor();
    await tabTo('slow');
    await other.keyboard.press('Enter');
    await other.getByRole('table', { name: 'What each app said, the most urgent first' }).waitFor();
    expect(await focused()).toMatchObject({ tag: 'H1', text: 'Scan slow' });
    await tabTo('All people');
    await other.keyboard.press('Enter');
    await heading(other).filter({ hasText: 'Who can still get in?' }).waitFor();
    expect(await focused()).toMatchObject({ tag: 'H1' });
    await other.goBack();
    await heading(other).filter({ hasText: 'Scan slow' }).waitFor();
  });

  test('shows a person under the newest verdict only', async () => {
    const under = (verdict: string) => page.getByRole('table', { name: `People whose verdict is ${verdict}` });
    const link = { name: 'ben@example.com' };
    await serving.begin('scan', 'ben-1', { email: 'ben@example.com' });
    await under('OPEN').getByRole('link', link).waitFor();
    await new Promise((resolve) => setTimeout(resolve, BLOCKED_AFTER_SECONDS * 1000));
    await serving.begin('scan', 'ben-2', { email: 'ben@example.com' });
    // Zoom is not connected, so nobody is CLEAR.
    await under('UNKNOWN').getByRole('link', link).waitFor();
    expect(await under('OPEN').getByRole('link', link).count()).toBe(0);
  });

  test('shows names as they are, whatever they contain', async () => {
    await serving.begin('scan', STRANGE_SCAN, { email: STRANGE_ADDRESS });
    const link = page
      .getByRole('table', { name: 'People whose verdict is OPEN' })
      .getByRole('link', { name: STRANGE_ADDRESS });
    await link.click();
    const table = page.getByRole('table', { name: APPS });
    await table.waitFor();
    const [slack, okta] = [rowOf(page, APPS, 'gpj.exe'), rowOf(page, APPS, LONG)];
    expect(await slack.getByRole('cell').nth(1).textContent()).toBe(`${MARKUP} (evil\uFFFDgpj.exe)`);
    expect(await slack.getByRole('cell').nth(2).textContent()).toBe(MARKUP);
    expect(await okta.getByRole('cell').last().textContent()).toContain('<b>CODE</b>: "><img');
    expect([await heading(page).textContent(), await page.title()]).toEqual([
      STRANGE_ADDRESS,
      `${STRANGE_ADDRESS}: user access`,
    ]);
    expect(await page.locator('main :is(img, script, b)').count()).toBe(0);
    await page.getByRole('link', { name: STRANGE_SCAN, exact: true }).click();
    await page.getByRole('table').getByText(MARKUP).first().waitFor();
    expect(await page.locator('main :is(img, script, b)').count()).toBe(0);
  });

  test('does not become a page by text, even where the script has a mistake', async () => {
    const inner = page.evaluate(`document.querySelector('main').innerHTML = '<b>text</b>'`);
    await expect(inner).rejects.toThrow(/TrustedHTML/);
    const handler = page.evaluate(`document.querySelector('main').setAttribute('onclick', 'alert(1)')`);
    await expect(handler).rejects.toThrow(/TrustedScript/);
    // Each attempt is an error in the console.
    expect(trouble.splice(0)).toEqual([
      expect.stringContaining('TrustedHTML'),
      expect.stringContaining('TrustedScript'),
    ]);
  });

  const strange = encodeURIComponent(STRANGE_ADDRESS);
  const VIEWS = [
    '',
    '#person=ana%40example.com',
    `#person=${strange}`,
    '#scan=slow',
    `#scan=${encodeURIComponent(STRANGE_SCAN)}`,
  ];

  test.each(VIEWS)('fits a screen that is 320 pixels wide: %s', async (hash) => {
    const narrow = await open(hash, { viewport: { width: 320, height: 640 } });
    await loaded(narrow);
    expect(await narrow.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  test.each(['light', 'dark'] as const)('has nothing that axe finds, in %s colors', async (colorScheme) => {
    for (const width of [320, 1200]) {
      for (const hash of VIEWS) {
        const seen = await open(hash, { colorScheme, viewport: { width, height: 800 } });
        await loaded(seen);
        await seen.evaluate(axe);
        const found = (await seen.evaluate(
          `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
            .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
        )) as string[];
        expect([hash, width, found]).toEqual([hash, width, []]);
        await seen.context().close();
      }
    }
  });

  test('keeps the roles of tables where rows are cards', async () => {
    const narrow = await open('#person=ana%40example.com', { viewport: { width: 320, height: 640 } });
    const row = rowOf(narrow, APPS, 'SLACK');
    await row.waitFor();
    expect(await row.getByRole('rowheader').textContent()).toBe('SLACK');
    expect(await narrow.getByRole('columnheader').allTextContents()).toContain('User status');
  });

  test('shows a watch, and when it is due', async () => {
    await serving.begin('watch', 'watched', { email: 'ana@example.com' });
    const other = await open();
    const row = rowOf(other, 'People who are being watched', 'ana@example.com');
    await row.getByText('WATCHING').waitFor();
    await row.getByText('SLACK SLACK-1 (Example)').waitFor();
    await row.getByRole('link').click();
    await other.getByText(/^Watch: WATCHING since .*, due /).waitFor();
  });

  test('says that nothing is known of a stranger, and that there is no such scan', async () => {
    const stranger = await open('#person=stranger%40example.com');
    await stranger.getByText('No verdict, because no scan of this address has completed.').waitFor();
    const odd = await open(`#person=${encodeURIComponent('a\u202Eb@example.com')}`);
    expect(await heading(odd).textContent()).toBe('a\uFFFDb@example.com');
    const scan = await open('#scan=other');
    await scan.getByRole('status').filter({ hasText: 'There is nothing at this address.' }).waitFor();
    // The browser reports every answer of 404.
    expect(trouble.splice(0).every((text) => text.includes('404'))).toBe(true);
  });

  test('says when the stack has stopped', async () => {
    await page.goto(`${serving.endpoint}/#people`);
    await rowOf(page, SCANS, 'ana@example.com').first().waitFor();
    await serving.stop();
    await page.getByRole('status').filter({ hasText: 'The stack does not answer.' }).waitFor();
    expect(await rowOf(page, SCANS, 'ana@example.com').count()).toBeGreaterThan(0);
    // The browser reports each request that fails: while the stack stops, with 500, and then without an answer.
    expect(trouble.splice(0).filter((text) => !/net::ERR_|status of 500/.test(text))).toEqual([]);
  });
});
