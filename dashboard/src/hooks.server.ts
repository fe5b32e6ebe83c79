// What holds for every request: who may ask, and which headers leave with the answer.
import process from 'node:process';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

const headers = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export const handle: Handle = async ({ event, resolve }) => {
  // Nobody signs in yet, so only this machine may ask. A name that merely resolves to it (DNS rebinding)
  // would let any web page read the agreements.
  if (!loopback.test(event.request.headers.get('host') ?? '')) {
    return new Response(
      'This dashboard answers on the loopback address only: ask for localhost or 127.0.0.1.\n',
      {
        status: 421,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      },
    );
  }
  const response = await resolve(event, {
    preload: ({ type, path }) => type !== 'asset' && isNeededFirst(type, path),
  });
  for (const [name, value] of Object.entries(headers)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
};

/** Unexpected errors: the log has the cause, the reader has a sentence. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'framework') return { message: `There is no page at ${event.url.pathname}.` };
  if (kind === 'app') return;
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return {
    message: 'The dashboard failed to build this page.',
    advice: 'This is a defect of Upheld. The log of the dashboard names the cause.',
  };
};

/** Of the fonts only the two that every page shows; the other subsets load when a page has their letters. */
function isNeededFirst(type: string, path: string): boolean {
  return type !== 'font' || /-4-latin-wght-normal|-3-latin-wght-normal/.test(path);
}
