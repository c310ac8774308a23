import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Whether a request comes from another website, which a browser on this machine shows. Such a website must not get to
 * the table: neither by a request to this address, nor under a name of its own that it lets point to this machine.
 */
export function isFromOtherWebsite({ headers, method }: IncomingMessage): boolean {
  const { host = '', origin } = headers;
  if (!LOOPBACK.test(host)) return true;
  if (origin !== undefined && origin !== `http://${host}`) return true;
  const site = headers['sec-fetch-site'];
  const isOther = site === 'cross-site' || site === 'same-site';
  // A link on another website may lead here: what opens is then this website, and only the user sees it.
  const isLink = method === 'GET' && headers['sec-fetch-dest'] === 'document';
  return isOther && !isLink;
}
