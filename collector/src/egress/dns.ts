// Asks one DNS question: of the system's name servers, or of one that is named, whose address passes the
// same policy as every other.
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AddressPolicy } from './address-policy.ts';
import { checkLiteral } from './checked-lookup.ts';
import { explain } from './explain.ts';
import { EgressError } from './request.ts';
import type { Phases } from './request.ts';
import { Timeline } from './timeline.ts';

export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SRV'] as const;
export type RecordType = (typeof recordTypes)[number];

/** `server` is an address with a port or without: `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:5353`. */
export type DnsQuery = { name: string; type: RecordType; server?: string | undefined; deadlineMs: number };

/** At least one record, each as zone files write it: `10 mail.example.com` for MX, joined text for TXT. */
export type DnsAnswer = { records: string[]; latencyMs: number; phases: Phases };

/**
 * Rejects with an `EgressError`: code ENOTFOUND where there is no such name, ENODATA where it has no such
 * record, ESERVFAIL and the like where the server did not answer the question. The phase tells whose server
 * it was: `dns` is ours, `firstByte` the one that was named.
 */
export type Query = (asked: DnsQuery) => Promise<DnsAnswer>;

export function createQuery(options: { policy: AddressPolicy; nameServers?: string[] | undefined }): Query {
  return async ({ name, type, server, deadlineMs }) => {
    const timeline = new Timeline(server === undefined ? 'dns' : 'firstByte');
    const timeUp = new AbortController();
    let timer;
    try {
      if (server !== undefined) check(server, options.policy);
      const resolver = resolverOf(server === undefined ? options.nameServers : [server], deadlineMs);
      timer = setTimeout(() => {
        timeUp.abort();
        resolver.cancel();
      }, deadlineMs);
      const records = await recordsOf[type](resolver, name);
      if (records.length === 0) throw noData();
      return { records, latencyMs: timeline.finish().totalMs, phases: timeline.phases };
    } catch (error) {
      throw explain(error, timeline, timeUp.signal.aborted ? deadlineMs : null);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The address and the port that `text` names; null where it names none, or a zone of IPv6, which is link-local. */
export function readServer(text: string): { address: string; port: number } | null {
  if (text.includes('%')) return null;
  if (isIP(text) !== 0) return { address: text, port: 53 };
  const [, v6, v4, digits] = /^(?:\[(.+)\]|([\d.]+)):(\d{1,5})$/.exec(text) ?? [];
  const address = v6 ?? v4 ?? '';
  const port = Number(digits);
  return isIP(address) === (v6 === undefined ? 4 : 6) && port >= 1 && port <= 65_535
    ? { address, port }
    : null;
}

/** An answer that leads from alias to alias, and to no record: the resolver gives an empty list for it. */
export function noData(): EgressError {
  return new EgressError('ENODATA', 'the answer has no record of that type');
}

function check(server: string, policy: AddressPolicy): void {
  const place = readServer(server);
  if (place === null) throw new EgressError('POLICY', 'a name server is an address, such as 192.0.2.53');
  checkLiteral(place.address, place.port, policy);
}

/**
 * One try: a named server gets exactly one question. Of our own servers each is asked at most once, and the
 * time is shared among them, so that one that is down does not stand for all. A share is left over, because
 * Node looks at these times only every so often.
 */
function resolverOf(servers: string[] | undefined, deadlineMs: number): Resolver {
  const known = servers ?? new Resolver().getServers();
  const timeout = known.length > 1 ? Math.ceil(deadlineMs / (known.length + 1)) : deadlineMs + 1_000;
  const resolver = new Resolver({ timeout, tries: 1 });
  if (servers !== undefined) resolver.setServers(servers);
  return resolver;
}

const recordsOf: Record<RecordType, (resolver: Resolver, name: string) => Promise<string[]>> = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  CNAME: (resolver, name) => resolver.resolveCname(name),
  NS: (resolver, name) => resolver.resolveNs(name),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((chunks) => chunks.join('')),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`),
  SRV: async (resolver, name) =>
    (await resolver.resolveSrv(name)).map(({ priority, weight, port, name: target }) =>
      [priority, weight, port, target].join(' '),
    ),
};
