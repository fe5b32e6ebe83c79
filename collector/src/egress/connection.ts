// Opens one connection for the protocols that are not HTTP/1.1, through the same checks as every request:
// of the address, of the certificate, of the time. Whoever asked for it speaks and hangs up.
import { connect as connectTcp, isIP } from 'node:net';
import type { LookupFunction, Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import type { AddressPolicy } from './address-policy.ts';
import { checkedLookup, checkLiteral } from './checked-lookup.ts';
import type { Resolve } from './checked-lookup.ts';
import { explain } from './explain.ts';
import { EgressError } from './request.ts';
import type { EgressResponse, Phases, TlsMaterial } from './request.ts';
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

type ConnectOptions = { policy: AddressPolicy; resolve: Resolve; userAgent: string };

export function createConnect(options: ConnectOptions): Connect {
  return async (asked) => {
    const timeline = new Timeline(isIP(asked.host) === 0 ? 'dns' : 'connect');
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), asked.deadlineMs);
    try {
      const socket = start(asked, timeline, options);
      deadline.signal.addEventListener('abort', () => socket.destroy());
      await opened(socket, timeline);
      const close = () => {
        clearTimeout(timer);
        socket.destroy();
      };
      return {
        ...describe(socket, timeline),
        userAgent: options.userAgent,
        deadline: deadline.signal,
        close,
      };
    } catch (error) {
      clearTimeout(timer);
      throw explain(error, timeline, deadline.signal.aborted ? asked.deadlineMs : null);
    }
  };
}

function start({ host, port, tls }: ConnectRequest, timeline: Timeline, options: ConnectOptions): Socket {
  checkLiteral(host, port, options.policy);
  const lookup = checkedLookup(port, options.policy, options.resolve, timeline);
  const socket = tls === null ? connectTcp({ host, port, lookup }) : startTls({ host, port, lookup }, tls);
  socket.setNoDelay(true);
  return socket;
}

function startTls(to: { host: string; port: number; lookup: LookupFunction }, tls: ConnectTls): TLSSocket {
  const { serverName, alpn, ...material } = tls;
  // An address is no server name (RFC 6066 section 3).
  const servername = serverName ?? (isIP(to.host) === 0 ? to.host : '');
  return connectTls({
    ...to,
    ...material,
    servername,
    rejectUnauthorized: true,
    ...(alpn === undefined ? {} : { ALPNProtocols: alpn }),
  });
}

async function opened(socket: Socket, timeline: Timeline): Promise<void> {
  socket.on('error', (error) => (timeline.error ??= error));
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => reject(new EgressError('ECONNRESET', 'the server closed the connection')));
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', resolve);
    if (socket instanceof TLSSocket) socket.once('connect', () => timeline.enter('tls'));
  });
  timeline.enter('firstByte');
}

function describe(socket: Socket, timeline: Timeline) {
  const phases = { ...timeline.phases };
  const sum = Object.values(phases).reduce((total, phase) => total + phase, 0);
  return {
    ...{ socket, timeline, phases, connectedMs: Math.round(sum * 10) / 10 },
    ...(socket instanceof TLSSocket ? tlsOf(socket) : { tls: null, alpn: null }),
  };
}

function tlsOf(socket: TLSSocket): Pick<Connection, 'tls' | 'alpn'> {
  const expiresAt = Date.parse(socket.getPeerCertificate().valid_to);
  return {
    tls: { version: socket.getProtocol() ?? 'unknown', expiresAt },
    alpn: socket.alpnProtocol || null,
  };
}
