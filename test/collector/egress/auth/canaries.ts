// Secrets that must turn up nowhere, servers that send them back in every way, and the search for them.
import type { Socket } from 'node:net';
import { httpServer, rawServer } from '../servers.ts';

/** Each secret field of a spec has its own. */
export const canaries = {
  TOKEN: 'canary-bearer-3f9a',
  API_KEY: 'canary-apikey-77c1',
  PASSWORD: 'canary-password-1d20',
  CLIENT_SECRET: 'canary-client-b64e',
  PEM: '-----BEGIN CERTIFICATE-----\ncanary-pem-90ab\n-----END CERTIFICATE-----',
};

const accessToken = 'canary-access-5e5e';

const words = [...Object.values(canaries).flatMap((text) => /canary[\w-]+/.exec(text) ?? []), accessToken];

/** The canaries that `text` holds, as they are or in base64. */
export function leaksIn(text: string): string[] {
  return words.filter((word) => [word, ...inBase64(word)].some((form) => text.includes(form)));
}

/** What stays of a word in base64 whatever stands before and after it. */
function inBase64(word: string): string[] {
  return [0, 1, 2].map((ahead) => {
    const encoded = Buffer.from(`${'-'.repeat(ahead)}${word}`)
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(ahead === 0 ? 0 : ahead + 1, -2);
  });
}

/** Every kind of `auth`; `tokenUrl` is where the token comes from. */
export function everyAuth(tokenUrl: string) {
  const client = {
    type: 'oauth2-client-credentials',
    clientId: 'us',
    clientSecret: { env: 'CLIENT_SECRET' },
  };
  return {
    bearer: { type: 'bearer', token: { env: 'TOKEN' } },
    'api-key': { type: 'api-key', header: 'X-Api-Key', key: { env: 'API_KEY' } },
    basic: { type: 'basic', username: 'us', password: { env: 'PASSWORD' } },
    oauth: { ...client, tokenUrl },
    'oauth-post': { ...client, tokenUrl, clientAuthentication: 'post' },
  };
}

/** Answers that hold `secret`, each where somebody could be tempted to keep or to quote it. */
const answers = {
  'all-over': (secret: string) =>
    response('200 OK', `server-timing: ${secret};dur=1\r\netag: "${secret}"\r\ndate: ${secret}`, secret),
  coding: (secret: string) => response('200 OK', `content-encoding: ${secret}`, secret),
  reason: (secret: string) => response(`500 ${secret}`, `x: ${secret}`, secret),
  refusal: (secret: string) => response('401 No', `www-authenticate: Bearer error="${secret}"`, secret),
  redirect: (secret: string) => response('302 Found', `location: http://127.0.0.1/${secret}`, ''),
  garbage: (secret: string) => `${secret} ${secret}\r\n\r\n`,
  header: (secret: string) => `HTTP/1.1 200 OK\r\n${secret} ${secret}: x\r\n\r\n`,
  length: (secret: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${secret}\r\n\r\n`,
  busy: (secret: string) =>
    response('429 Slow', `retry-after: ${secret}\r\nratelimit: "${secret}";r=0;t=1`, ''),
};

export const echoes = Object.keys(answers);

function response(status: string, headers: string, secret: string): string {
  const body = JSON.stringify({
    status: secret,
    error: secret,
    access_token: `${secret} `,
    [secret]: secret,
  });
  return `HTTP/1.1 ${status}\r\n${headers}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
}

/**
 * A server that sends whatever secret it was shown back, in the way that the last part of the path names.
 * `heard` are the paths that were asked with a secret.
 */
export async function echoServer() {
  const heard = new Set<string>();
  const server = await rawServer((socket: Socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const path = /^\w+ (\S+)/.exec(text)?.[1] ?? '';
      const secret = shown(text);
      if (secret === undefined) return;
      heard.add(path);
      const [, answer] = Object.entries(answers).find(([name]) => path.endsWith(`/${name}`)) ?? [];
      socket.end(answer?.(secret) ?? '');
    });
  });
  return { ...server, heard };
}

/** The secret of a request, decoded where it came in base64. */
function shown(text: string): string | undefined {
  const sent = /^(?:x-api-key: |authorization: \w+ )(\S+)|client_secret=([\w-]+)/im.exec(text);
  const secret = sent?.[1] ?? sent?.[2];
  if (!/^authorization: Basic/im.test(text) || secret === undefined) return secret;
  return Buffer.from(secret, 'base64').toString().replace(/^.*:/, '');
}

/** A token endpoint that does as it should. */
export async function tokenServer() {
  const answer = JSON.stringify({ access_token: accessToken, token_type: 'bearer', expires_in: 3600 });
  return await httpServer((_request, reply) => reply.end(answer));
}
