// A server on loopback that keeps to no rule: what it does with each connection is a script. It counts what
// it was asked and how much of it was taken.
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { SecureContextOptions } from 'node:tls';

/** What a server saw. A request is a head of HTTP that came to its end. */
export type Seen = { connections: number; requests: number };

/** `request` is the first line of what was asked; empty where nothing was. */
export type Say = (socket: Socket, request: string) => void;

export type Script = {
  say: Say;
  /** Speaks at once where `reached`; else when a request has come. */
  when?: 'reached' | 'asked';
  /** Speaks TLS with this pair. */
  tls?: SecureContextOptions;
};

export type Hostile = { port: number; seen: Seen; close(): Promise<void> };

/** Starts on `host`; port 0 takes a free one. */
export async function startHostile(script: Script, port = 0, host = '127.0.0.1'): Promise<Hostile> {
  const seen: Seen = { connections: 0, requests: 0 };
  const sockets = new Set<Socket>();
  const server = script.tls === undefined ? createServer() : createTlsServer(script.tls);
  // A handshake that the client refuses is a connection too.
  server.on('connection', (socket: Socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on(script.tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) =>
    converse(socket, script, seen),
  );
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    sockets.forEach((socket) => socket.destroy());
    await closed;
  };
  return { port: portOf(server), seen, close };
}

function converse(socket: Socket, { say, when = 'asked' }: Script, seen: Seen): void {
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  let head = '';
  socket.on('data', (chunk: Buffer) => {
    head += chunk.toString('latin1');
    for (let end = head.indexOf('\r\n\r\n'); end >= 0; end = head.indexOf('\r\n\r\n')) {
      seen.requests += 1;
      if (when === 'asked') say(socket, head.slice(0, head.indexOf('\r\n')));
      head = head.slice(end + 4);
    }
  });
  if (when === 'reached') say(socket, '');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
