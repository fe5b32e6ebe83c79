// Makes one request over HTTP/1.1, and the further ones that redirects lead to where a file asks for that.
import { Readable } from 'node:stream';
import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import fetch from 'node-fetch';
import type { createAgents } from './agents.ts';
import { readBody } from './body.ts';
import { codeOf } from './error-code.ts';
import { explain } from './explain.ts';
import { isMalformed } from './failure.ts';
import { followFrom } from './redirects.ts';
import type { Hop } from './redirects.ts';
import { EgressError } from './request.ts';
import type { Egress, EgressRequest, EgressResponse, Phase } from './request.ts';
import type { SecureContexts } from './secure-contexts.ts';
import { Timeline } from './timeline.ts';
import { run } from './underway.ts';
import type { Underway } from './underway.ts';

export type SendParts = {
  agents: ReturnType<typeof createAgents>;
  secureContexts: SecureContexts;
  userAgent: string;
};

const defaultMaxBytes = 64 * 1024;

/** `request` of `Egress`. */
export function createSend(parts: SendParts): Egress['request'] {
  return async (asked) => {
    const hop = firstHop(asked);
    const secureContext = contextFor(hop, parts);
    const timeline = new Timeline(firstPhase(hop));
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), asked.deadlineMs);
    try {
      return await ask(asked, hop, { timeline, secureContext }, deadline.signal, parts);
    } catch (error) {
      throw explain(error, timeline, deadline.signal.aborted ? asked.deadlineMs : null);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function ask(
  asked: EgressRequest,
  first: Hop,
  its: Underway,
  signal: AbortSignal,
  parts: SendParts,
): Promise<EgressResponse> {
  const { timeline } = its;
  const follow = followFrom(first, asked.redirects ?? 0);
  let response = await run(its, () => send(first, signal, parts));
  for (;;) {
    const hop = follow(response.status, response.headers.get('location'));
    if (hop === null) break;
    drop(response.body);
    asked.onHop?.();
    timeline.hop(firstPhase(hop));
    const secureContext = contextFor(hop, parts);
    response = await run({ timeline, secureContext }, () => send(hop, signal, parts));
  }
  const { status, headers } = response;
  const body = await readBody(response.body, asked.maxBytes ?? defaultMaxBytes);
  // Where a response is followed by what is none, node-fetch ends its body early and tells nobody.
  if (hasBody(first, status) && isMalformed(codeOf(timeline.error))) throw timeline.error;
  const { phases, tls, reused } = timeline;
  return { status, headers: Object.fromEntries(headers), ...body, ...timeline.finish(), phases, tls, reused };
}

function send({ url, method, headers, body }: Hop, signal: AbortSignal, parts: SendParts) {
  return fetch(url.href, {
    method,
    headers: { ...headers, 'user-agent': parts.userAgent, 'accept-encoding': 'identity' },
    body,
    agent: parts.agents[url.protocol],
    redirect: 'manual',
    compress: false,
    signal,
  });
}

/** A port that a file's URL writes is one that its owner declared. */
function firstHop({ url: text, method, headers, body, tls }: EgressRequest): Hop {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new EgressError(
      'POLICY',
      'only http and https URLs are asked, such as https://api.example.com/health',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new EgressError('POLICY', 'a URL holds no user name and no password; use auth with a reference');
  }
  return { url, method: method ?? 'GET', headers: headers ?? {}, body: body ?? null, tls: tls ?? {} };
}

function contextFor({ url, tls }: Hop, { secureContexts }: SendParts): SecureContext | null {
  return url.protocol === 'https:' ? secureContexts(tls) : null;
}

/** An address needs no lookup. */
function firstPhase({ url }: Hop): Phase {
  return isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 ? 'dns' : 'connect';
}

/** Redirects never make a HEAD of another method, nor another method of a HEAD. */
function hasBody({ method }: Hop, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

/** Closes the connection of a redirect, whose body nobody needs. */
function drop(body: NodeJS.ReadableStream | null): void {
  if (body instanceof Readable) body.destroy();
}
