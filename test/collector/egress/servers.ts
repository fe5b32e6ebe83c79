// Real servers on loopback for tests of what leaves the collector. Each closes with its connections.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { SecureVersion } from 'node:tls';
import { onTestFinished } from 'vitest';
import { systemClock } from '@upheld/collector/clock';
import { createEgress } from '@upheld/collector/egress';
import type { EgressOptions } from '@upheld/collector/egress';
import { createCredentials } from '@upheld/collector/egress/credentials';
import type { Secret } from '@upheld/collector/secrets';

export type Running = { port: number; url: string };

/** An HTTP server that ends with the test. */
export async function httpServer(listener: RequestListener): Promise<Running> {
  const server = createServer(listener);
  return await run(server, 'http://127.0.0.1', () => server.closeAllConnections());
}

/** An HTTPS server with one of the pairs of test/fixtures/tls. */
export async function tlsServer(
  pair: string,
  listener: RequestListener,
  maxVersion: SecureVersion = 'TLSv1.3',
) {
  const options = { key: pem(`${pair}.key`), cert: pem(`${pair}.pem`), maxVersion };
  const server = createTlsServer(options, listener);
  return await run(server, 'https://localhost', () => server.closeAllConnections());
}

/** A server that says whatever it likes to a connection: broken HTTP, nothing, half of something. */
export async function rawServer(talk: (socket: Socket) => void): Promise<Running> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => sockets.delete(socket));
    socket.on('close', () => sockets.delete(socket));
    talk(socket);
  });
  return await run(server, 'http://127.0.0.1', () => sockets.forEach((socket) => socket.destroy()));
}

/** A port of loopback that nothing listens on. */
export async function closedPort(): Promise<Running> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((closed) => server.close(closed));
  return { port, url: `http://127.0.0.1:${port}` };
}

/** An egress that may reach loopback on the given ports. */
export function loopbackEgress(ports: number[], options: Partial<EgressOptions> = {}) {
  const allow = ['127.0.0.0/8', '::1/128'].map((cidr) => ({ cidr, ports }));
  return createEgress({ allow, contact: 'tests@upheld.example', version: '1.2.3', ...options });
}

/** Credentials of an installation in which every reference leads to `secret`, and no token endpoint to ask. */
export const oneSecret = (secret: Secret | null) =>
  createCredentials({ secret: () => secret, egress: loopbackEgress([]), clock: systemClock });

/** Credentials of an installation that keeps no secret. */
export const noSecrets = oneSecret(null);

/** Makes the test authority known to this process, as a partner's real authority would be, until what it gives is called. */
export function trustTestAuthority(): () => void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, pem('ca.pem')]);
  return () => setDefaultCACertificates(before);
}

/** Starts `server` on a free port of loopback; it ends with the test, `hangUp` its connections. */
export async function run(server: Server | TcpServer, base: string, hangUp: () => void): Promise<Running> {
  const port = await listen(server);
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    hangUp();
    await closed;
  });
  return { port, url: `${base}:${port}` };
}

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (!isTcp(address)) throw new Error('The server has no port.');
  return address.port;
}

function isTcp(address: AddressInfo | string | null): address is AddressInfo {
  return address !== null && typeof address !== 'string';
}

function pem(file: string): string {
  return readFileSync(new URL(`../../fixtures/tls/${file}`, import.meta.url), 'utf8');
}
