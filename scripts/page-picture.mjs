// Makes the picture of the page in the README: serves the example company, scans its people, and opens the first one.
import './check-node.mjs';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { unpackedChromium } from './chromium.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const picture = join(root, 'docs', 'images', 'serve-page.webp');
const PEOPLE = ['ana.diaz', 'mei.tanaka', 'juergen.weiss', 'contractor.7'].map((name) => `${name}@example.com`);
const SIZE = { width: 1320, height: 900 };

const folder = mkdtempSync(join(tmpdir(), 'user-access-picture-'));
const command = (args, env = {}) =>
  spawn(process.execPath, [join(root, 'cli', 'dist', 'user-access.mjs'), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** The variables of the shell lines that serve prints. */
function variablesOf(serving) {
  return new Promise((resolve) => {
    let text = '';
    serving.stdout.on('data', (chunk) => {
      text += chunk;
      const lines = Array.from(text.matchAll(/^export (\w+)=(.*)$/gm), ([, name, value]) => [name, value]);
      if (/APP_BUNDLE=.*\n/.test(text)) resolve(Object.fromEntries(lines));
    });
  });
}

const serving = command(['serve', '--port', '0']);
const { executablePath, env } = await unpackedChromium();
const browser = await chromium.launch({
  executablePath,
  env: { ...process.env, ...env },
  args: ['--no-sandbox', '--no-zygote'],
});
try {
  const variables = await variablesOf(serving);
  const scans = PEOPLE.map((email) =>
    command(['scan', email, '--scan-id', email.replace(/\W.*/, '-1'), '--json'], variables),
  );
  await Promise.all(scans.map((scan) => new Promise((resolve) => scan.once('exit', resolve).stdout.resume())));
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  await page.goto(`${variables.AWS_ENDPOINT_URL}/#person=${encodeURIComponent(PEOPLE[0])}`);
  await page.getByRole('rowheader').first().waitFor();
  mkdirSync(dirname(picture), { recursive: true });
  // Up to the end of the first table.
  const { y, height } = await page.getByRole('table').first().boundingBox();
  const clip = { ...SIZE, x: 0, y: 0, height: y + height + 16, scale: 1 };
  const browserItself = await page.context().newCDPSession(page);
  // Playwright has no WebP, which is less than half as large as PNG.
  const format = { format: 'webp', quality: 75, captureBeyondViewport: true };
  const { data } = await browserItself.send('Page.captureScreenshot', { ...format, clip });
  writeFileSync(picture, Buffer.from(data, 'base64'));
} finally {
  await browser.close();
  serving.kill('SIGINT');
  await new Promise((resolve) => serving.once('exit', resolve));
  rmSync(folder, { recursive: true });
}
