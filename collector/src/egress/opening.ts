// Follows a socket from its start until it is open, for every protocol.
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Timeline } from './timeline.ts';

/** Notes on `timeline` when the connection stood, what TLS agreed on, and that something may be said now. */
export function noteOpening(socket: Socket, timeline: Timeline): void {
  const isTls = socket instanceof TLSSocket;
  socket.once('connect', () => timeline.enter(isTls ? 'tls' : 'firstByte'));
  if (!isTls) return;
  socket.once('keylog', () => (timeline.keysAgreed = true));
  socket.once('secureConnect', () => {
    timeline.tls = {
      version: socket.getProtocol() ?? 'unknown',
      expiresAt: Date.parse(socket.getPeerCertificate().valid_to),
    };
    timeline.enter('firstByte');
  });
}
