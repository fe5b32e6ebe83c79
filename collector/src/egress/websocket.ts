// One WebSocket conversation (RFC 6455) on a connection of egress: a handshake, a message, a reply, a close.
// No compression, no redirects, nothing that a server sends is kept for longer than it takes to compare it.
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import WebSocket from 'ws';
import type { RawData } from 'ws';
import type { Connection } from './connection.ts';
import type { Told } from './conversation.ts';
import { codeOf } from './error-code.ts';
import { EgressError } from './request.ts';
import { limitInformational } from './watch.ts';

/** How much of a message is read, and of all that comes before the reply, in bytes. */
const maxBytes = 64 * 1024;

/** How long parting may take, in milliseconds. */
const partingMs = 1_000;

/** `send` is said once the connection is open; `isReply` tells what is waited for, null for nothing. */
export type WebSocketAsked = {
  url: string;
  headers: Record<string, string>;
  subprotocol?: string | undefined;
  send?: string | undefined;
  isReply: ((message: Buffer) => boolean) | null;
};

/**
 * What came of it: the status of the handshake, 101 for one that succeeded, with the headers of one that did
 * not; and `null` or why the reply did not come, in words that quote nothing of what came instead.
 */
export type WebSocketSaid = { status: number; headers: Record<string, string>; fault: string | null };

/** Converses. Rejects with what the socket or the protocol failed on. */
export async function talkWebSocket(
  connection: Connection,
  asked: WebSocketAsked,
): Promise<Told<WebSocketSaid>> {
  const client = openClient(connection, asked);
  const hangUp = () => part(client, connection.socket);
  return await new Promise((resolve, reject) => {
    const end = (fault: string | null) => resolve({ said: { status: 101, headers: {}, fault }, hangUp });
    client.on('error', (error) => {
      // ws ends the socket with an error of its own, which has no code and would hide the cause.
      connection.timeline.error = withCode(error);
      reject(error);
    });
    client.once('unexpected-response', (_request, { statusCode: status = 0, headers }) => {
      if (status === 101) reject(new EgressError('PROTOCOL', 'the server switched to no protocol'));
      else resolve({ said: { status, headers: joined(headers), fault: null } });
    });
    client.once('upgrade', () => connection.timeline.enter('body'));
    client.once('open', () => {
      if (asked.send !== undefined) client.send(asked.send);
      if (asked.isReply === null) end(null);
      else onceRead(connection.socket, () => end('no such reply came within 64 KiB'));
    });
    client.on('message', (data) => {
      if (asked.isReply?.(asBuffer(data)) === true) end(null);
    });
    client.once('close', (code) => {
      if (code === 1006) reject(new EgressError('PROTOCOL', 'the connection ended without a close'));
      else end(`the server closed with code ${code} before such a reply`);
    });
  });
}

function openClient({ socket, userAgent }: Connection, asked: WebSocketAsked): WebSocket {
  return new WebSocket(asked.url, asked.subprotocol === undefined ? [] : [asked.subprotocol], {
    createConnection: () => socket,
    headers: { ...asked.headers, 'user-agent': userAgent },
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: maxBytes,
    finishRequest(request) {
      limitInformational(request);
      request.end();
    },
  });
}

/** Closes as RFC 6455 asks for. A server that goes on talking or does not answer is left after a moment. */
async function part(client: WebSocket, socket: Socket): Promise<void> {
  if (client.readyState === WebSocket.CLOSED) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, partingMs);
    client.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    onceRead(socket, resolve);
    client.close(1000);
  });
}

/** Calls `enough` once more than 64 KiB have been read from now on. */
function onceRead(socket: Socket, enough: () => void): void {
  const before = socket.bytesRead;
  socket.on('data', () => {
    if (socket.bytesRead - before > maxBytes) enough();
  });
}

/** What ws finds wrong with what the server sent, it says in words of its own. */
function withCode(error: Error): Error {
  const code = codeOf(error);
  if (code !== null && !code.startsWith('WS_ERR_')) return error;
  return new EgressError('PROTOCOL', `the WebSocket failed: ${error.message}`);
}

function asBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function joined(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
}
