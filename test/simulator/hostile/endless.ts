// Servers that never come to an end, or never begin: attacks 11 to 14 of trust.md section 2.6.
import type { Socket } from 'node:net';
import { answer, says } from './answer.ts';
import type { Script } from './server.ts';

const ok = 'HTTP/1.1 200 OK\r\n';

/** 11: accepts and never answers. */
export const silent: Script = { say: () => undefined };

/** Ends the connection before a word of its answer. */
export const closes: Script = { say: (socket) => void socket.end() };

/** 12: one header line every 300 ms. */
export const headerDrip: Script = { say: drips(ok, 'x-drip: 1\r\n', 300) };

/** 13: one byte every 500 ms of a body that is said to be large. */
export const bodyDrip: Script = { say: drips(`${ok}content-length: 1000000\r\n\r\n`, 'x', 500) };

/** 14: a body without end, as fast as the line takes it. */
export const endless: Script = {
  say(socket) {
    socket.write(`${ok}\r\n`);
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', pour);
    pour();
  },
};

/** All is well; to compare with. */
export const well: Script = { say: says(answer('{"status":"pass"}', ['content-type: application/json'])) };

function drips(start: string, piece: string, everyMs: number) {
  return (socket: Socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.on('close', () => clearInterval(timer));
  };
}
