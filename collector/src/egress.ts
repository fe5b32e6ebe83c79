// Every outbound request leaves through here (trust.md 2.4): addresses are checked as literals and again
// after resolution, redirects are not followed, bodies are capped and never decompressed, one deadline
// covers the whole request, and each call makes exactly one request on a connection of its own.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import fetch from 'node-fetch';
import type { AllowedRange, Listener } from './egress/address-policy.ts';
import { createAgents } from './egress/agents.ts';
import type { Resolve } from './egress/checked-lookup.ts';
import { readBody } from './egress/body.ts';
import { createConnect } from './egress/connection.ts';
import { createQuery } from './egress/dns.ts';
import { explain } from './egress/explain.ts';
import { EgressError } from './egress/request.ts';
import type { Egress, EgressRequest, EgressResponse } from './egress/request.ts';
import { Timeline, timelines } from './egress/timeline.ts';

export { EgressError } from './egress/request.ts';
export type { Egress, EgressRequest, EgressResponse, Phase, Phases } from './egress/request.ts';

export type EgressOptions = {
  /** Private and loopback ranges that may be reached, each with its ports. */
  allow: AllowedRange[];
  /** How the owner of a probed endpoint reaches us; sent in the User-Agent. */
  contact?: string | undefined;
  version: string;
  /** Where this installation listens: never reached, whatever `allow` says. */
  ownListeners?: () => Listener[];
  /** The system's resolver unless given. */
  resolve?: Resolve;
  /** The system's name servers unless given; `query` asks them. */
  nameServers?: string[];
};

type Agents = ReturnType<typeof createAgents>;
type Headers = Record<string, string>;

const defaultMaxBytes = 64 * 1024;

/** The one way out. Concurrent calls do not know of each other. */
export function createEgress(options: EgressOptions): Egress {
  const policy = { allow: options.allow, ownListeners: options.ownListeners ?? (() => []) };
  const resolve = options.resolve ?? ((name) => lookup(name, { all: true }));
  const agents = createAgents(policy, resolve);
  const ourName = userAgent(options.version, options.contact);
  const identity = { 'user-agent': ourName };
  return {
    request: (asked) => send(asked, identity, agents),
    connect: createConnect({ policy, resolve, userAgent: ourName }),
    query: createQuery({ policy, nameServers: options.nameServers }),
  };
}

async function send(asked: EgressRequest, identity: Headers, agents: Agents): Promise<EgressResponse> {
  const url = readUrl(asked.url);
  const timeline = new Timeline(isIP(hostOf(url)) === 0 ? 'dns' : 'connect');
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), asked.deadlineMs);
  try {
    const response = await timelines.run(timeline, () =>
      fetch(url.href, {
        method: asked.method ?? 'GET',
        headers: { ...asked.headers, ...identity, 'accept-encoding': 'identity' },
        body: asked.body ?? null,
        agent: agents[url.protocol],
        redirect: 'manual',
        compress: false,
        signal: deadline.signal,
      }),
    );
    const body = await readBody(response.body, asked.maxBytes ?? defaultMaxBytes);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      ...body,
      ...timeline.finish(),
      phases: timeline.phases,
      tls: timeline.tls,
      reused: timeline.reused,
    };
  } catch (error) {
    throw explain(error, timeline, deadline.signal.aborted ? asked.deadlineMs : null);
  } finally {
    clearTimeout(timer);
  }
}

/** A port that a URL writes is one that the owner of the file declared: redirects are not followed. */
function readUrl(text: string): URL {
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
  return url;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** The contact is free text of a file: what a header's comment cannot carry is left out. */
function userAgent(version: string, contact: string | undefined): string {
  const plain = (contact ?? '').replace(/[^\x20-\x7e]|[()\\]/g, '').slice(0, 200);
  return plain === '' ? `Upheld/${version}` : `Upheld/${version} (+${plain})`;
}
