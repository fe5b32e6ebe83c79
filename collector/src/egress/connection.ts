// Opens one connection for the protocols that are not HTTP/1.1, through the same checks as every request:
// of the address, of the certificate, of the time. Whoever asked for it speaks and hangs up.
import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import type { AddressPolicy } from './address-policy.ts';
import { checkedLookup, checkLiteral } from './checked-lookup.ts';
import type { Resolve } from './checked-lookup.ts';
import { explain } from './explain.ts';
import { noteOpening } from './opening.ts';
import { EgressError } from './request.ts';
import type { EgressResponse, Phases, TlsMaterial } from './request.ts';
import type { SecureContexts } from './secure-contexts.ts';
import { Timeline } from './timeline.ts';

/** `serverName` is the name that the certificate has to be for; the host unless given. */
export type ConnectTls = TlsMaterial & { serverName?: string | undefined; alpn?: string[] };

/** `host` is a name or an address, IPv6 without brackets; `tls` is null for a plain connection. */
export type ConnectRequest = {
  host: string;
  port: number;
  tls: ConnectTls | null;
  /** Covers everything from DNS to the hanging up. */
  deadlineMs: number;
};

/** An open connection. It is the asker's, to be closed whatever happens on it. */
export type Connection = {
  socket: Socket;
  /** From DNS to the open connection, TLS included: the sum of its phases. */
  connectedMs: number;
  phases: Phases;
  tls: EgressResponse['tls'];
  /** The protocol that the server chose of `alpn`. */
  alpn: string | null;
  /** How a protocol says who asks. */
  userAgent: string;
  /** Notes what happens from now on; it stands in `firstByte`. */
  timeline: Timeline;
  /** Aborts when the time is up; the socket is destroyed then. */
  deadline: AbortSignal;
  close(): void;
};

export type Connect = (asked: ConnectRequest) => Promise<Connection>;

export type ConnectParts = {
  policy: AddressPolicy;
  resolve: Resolve;
  secureContexts: SecureContexts;
  userAgent: string;
};

/** `connect` of `Egress`. */
export function createConnect(parts: ConnectParts): Connect {
  return async (asked) => {
    const timeline = new Timeline(isIP(asked.host) === 0 ? 'dns' : 'connect');
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), asked.deadlineMs);
    try {
      const socket = start(asked, timeline, parts);
      deadline.signal.addEventListener('abort', () => socket.destroy());
      await opened(socket, timeline);
      const close = () => {
        clearTimeout(timer);
        socket.destroy();
      };
      return { ...describe(socket, timeline), userAgent: parts.userAgent, deadline: deadline.signal, close };
    } catch (error) {
      clearTimeout(timer);
      throw explain(error, timeline, deadline.signal.aborted ? asked.deadlineMs : null);
    }
  };
}

function start({ host, port, tls }: ConnectRequest, timeline: Timeline, parts: ConnectParts): Socket {
  checkLiteral(host, port, parts.policy);
  const to = { host, port, lookup: checkedLookup(port, parts.policy, parts.resolve, timeline) };
  const socket = tls === null ? connectTcp(to) : connectTls({ ...to, ...tlsOptions(host, tls, parts) });
  socket.setNoDelay(true);
  return socket;
}

function tlsOptions(host: string, tls: ConnectTls, { secureContexts }: ConnectParts): ConnectionOptions {
  const { serverName, alpn, ...material } = tls;
  return {
    // An address is no server name (RFC 6066 section 3).
    servername: serverName ?? (isIP(host) === 0 ? host : ''),
    secureContext: secureContexts(material),
    rejectUnauthorized: true,
    ...(alpn === undefined ? {} : { ALPNProtocols: alpn }),
  };
}

async function opened(socket: Socket, timeline: Timeline): Promise<void> {
  noteOpening(socket, timeline);
  socket.on('error', (error) => (timeline.error ??= error));
  await new Promise<void>((resolve, reject) => {
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => resolve());
    socket.once('error', reject);
    socket.once('close', () => reject(new EgressError('ECONNRESET', 'the server closed the connection')));
  });
}

function describe(socket: Socket, timeline: Timeline) {
  const phases = { ...timeline.phases };
  const tenths = Object.values(phases).reduce((sum, phase) => sum + Math.round(phase * 10), 0);
  return {
    ...{ socket, timeline, phases, connectedMs: tenths / 10, tls: timeline.tls },
    alpn: socket instanceof TLSSocket && socket.alpnProtocol ? socket.alpnProtocol : null,
  };
}
