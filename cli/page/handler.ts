import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpService } from '../../local/stack';
import type { UserAccessResults } from '../../results';
import { readOverview, readPersonPage, readScanPage } from './data';

const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * The page of a local stack, and the data that it asks for. It only reads.
 *
 * @param html the page, with its style and its script, as the build makes it
 */
export function pageHandler(html: string, results: UserAccessResults): HttpService {
  const policy = contentSecurityPolicy(html);
  return {
    async handle({ url = '/' }: IncomingMessage, response: ServerResponse) {
      const { pathname, searchParams } = new URL(url, 'http://localhost');
      if (pathname === '/') {
        response.writeHead(200, {
          ...HEADERS,
          'content-security-policy': policy,
          'content-type': 'text/html; charset=utf-8',
        });
        return void response.end(html);
      }
      const { status, body } = await dataAt(pathname, searchParams, results);
      response.writeHead(status, { ...HEADERS, 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    },
  };
}

interface Data {
  readonly status: number;
  readonly body: object;
}

async function dataAt(path: string, parameters: URLSearchParams, results: UserAccessResults): Promise<Data> {
  try {
    if (path === '/page/overview') return found(await readOverview(results));
    if (path === '/page/person') return found(await readPersonPage(results, parameters.get('email') ?? ''));
    if (path === '/page/scan') return found(await readScanPage(results, parameters.get('id') ?? ''));
    return found(undefined);
  } catch (error) {
    // The reader refuses what is not an address or an id.
    if (error instanceof TypeError) return { status: 400, body: { message: error.message } };
    throw error;
  }
}

const found = (body: object | undefined): Data =>
  body ? { status: 200, body } : { status: 404, body: { message: 'There is nothing at this address.' } };

/**
 * Allows the style and the script of the page and nothing else: no other address, no frame around it, and no markup that
 * is made of text.
 */
function contentSecurityPolicy(html: string): string {
  const hashOf = (tag: 'script' | 'style'): string => {
    const [, content = ''] = new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`).exec(html) ?? [];
    return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
  };
  return [
    "default-src 'none'",
    `script-src ${hashOf('script')}`,
    `style-src ${hashOf('style')}`,
    "connect-src 'self'",
    // The icon.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
