// WebSocket servers on loopback for tests: a real one, and one that speaks by hand to be as rude as it likes.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { ServerOptions, WebSocket } from 'ws';
import { rawServer, run } from './servers.ts';
import type { Running } from './servers.ts';

type Talk = (client: WebSocket, request: IncomingMessage) => void;

/** With one of the pairs of test/fixtures/tls it speaks TLS; `mutual` asks for a certificate of the test authority. */
export async function webSocketServer(
  talk: Talk,
  options: ServerOptions = {},
  pair?: string,
  mutual = false,
): Promise<Running> {
  const http = pair === undefined ? createServer() : createTlsServer(tlsOptions(pair, mutual));
  const server = new WebSocketServer({ ...options, server: http });
  server.on('connection', talk);
  const base = pair === undefined ? 'ws://127.0.0.1' : 'wss://localhost';
  return await run(http, base, () => server.clients.forEach((client) => client.terminate()));
}

/** Shakes hands correctly, and leaves the rest to `talk`, which gets what the handshake began with. */
export async function rudeServer(talk: (socket: Socket, request: string) => void): Promise<Running> {
  return await rawServer((socket) => {
    socket.once('data', (request) => {
      socket.write(handshake(String(request)));
      talk(socket, String(request));
    });
  });
}

/** The answer to a handshake; `key` stands in for the key that it came with. */
export function handshake(request: string, key = keyOf(request)): string {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const lines = ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: Upgrade'];
  return [...lines, `sec-websocket-accept: ${accept}`, '', ''].join('\r\n');
}

/** One frame as servers send it: unmasked. `first` holds the final bit and the opcode, such as 0x81 for text. */
export function frame(first: number, payload: Buffer): Buffer {
  if (payload.length < 126) return Buffer.concat([Buffer.from([first, payload.length]), payload]);
  const head = Buffer.from([first, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

function keyOf(request: string): string {
  return /^sec-websocket-key: (.+)\r$/im.exec(request)?.[1] ?? '';
}

function tlsOptions(pair: string, mutual: boolean) {
  const own = { cert: pem(`${pair}.pem`), key: pem(`${pair}.key`) };
  return mutual ? { ...own, ca: pem('ca.pem'), requestCert: true } : own;
}

function pem(file: string): string {
  return readFileSync(new URL(`../../fixtures/tls/${file}`, import.meta.url), 'utf8');
}
