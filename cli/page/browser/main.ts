import { fill } from './dom';
import { overviewView } from './overview';
import { personView } from './person';
import { scanView } from './scan';
import type { View } from './view';

const BUSY_MILLISECONDS = 1000;
const QUIET_MILLISECONDS = 2500;

const main = document.querySelector('main') as HTMLElement;
const news = document.querySelector('#news') as HTMLElement;

function viewAt(hash: string): View<never> {
  const [, kind, name = ''] = /^#(person|scan)=(.+)$/.exec(hash) ?? [];
  const decoded = decode(name);
  if (kind === 'person') return personView(decoded);
  if (kind === 'scan') return scanView(decoded);
  return overviewView();
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

let current = new AbortController();

function open(isFirst = false): void {
  current.abort();
  current = new AbortController();
  const view = viewAt(location.hash);
  document.title = view.title;
  main.replaceChildren(view.element);
  fill(news, '');
  // A link was followed: whoever does not see the page hears where it led.
  if (!isFirst) view.heading.focus();
  void follow(view, current.signal);
}

/** Shows the data of a view again and again, until another one is opened. */
async function follow<Data>(view: View<Data>, signal: AbortSignal): Promise<void> {
  let before: Data | undefined;
  let isLost = false;
  while (!signal.aborted) {
    const answer = await read<Data>(view.path, signal);
    if (signal.aborted) return;
    if (answer.data !== undefined) {
      view.show(answer.data);
      const said = before === undefined ? [] : view.news(before, answer.data);
      if (said.length > 0) fill(news, said.join(' '));
      else if (isLost) fill(news, 'The stack answers again.');
      before = answer.data;
    } else if (!isLost || before === undefined) fill(news, answer.problem);
    isLost = answer.data === undefined;
    await pause(before !== undefined && view.isBusy(before) ? BUSY_MILLISECONDS : QUIET_MILLISECONDS, signal);
  }
}

interface Answer<Data> {
  readonly data?: Data;
  /** Why there is no data. */
  readonly problem: string;
}

async function read<Data>(path: string, signal: AbortSignal): Promise<Answer<Data>> {
  try {
    const response = await fetch(path, { signal });
    const body = await response.json();
    return response.ok ? { data: body, problem: '' } : { problem: String(body.message) };
  } catch {
    return { problem: 'The stack does not answer. Start it again with: user-access serve' };
  }
}

/** Waits for a time, and until the page can be seen. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  while (document.hidden && !signal.aborted) {
    await new Promise<void>((resolve) =>
      document.addEventListener('visibilitychange', () => resolve(), { once: true }),
    );
  }
}

addEventListener('hashchange', () => open());
open(true);
