import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Whether there is a browser here: the one of a devDependency, or the one that CHROMIUM_PATH names. */
export const hasBrowser =
  process.env.CHROMIUM_PATH !== undefined || (process.platform === 'linux' && process.arch === 'x64');

export function launchBrowser(): Promise<Browser> {
  const { CHROMIUM_PATH } = process.env;
  const found = CHROMIUM_PATH === undefined ? unpacked() : { executablePath: CHROMIUM_PATH, env: {} };
  // As root, Chromium has no sandbox. It opens nothing but the page.
  const args = ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: found.executablePath, args, env: { ...process.env, ...found.env } });
}

function unpacked(): { executablePath: string; env: Record<string, string> } {
  return JSON.parse(
    execFileSync(process.execPath, [join(__dirname, '..', '..', 'scripts', 'chromium.mjs')], { encoding: 'utf8' }),
  );
}
