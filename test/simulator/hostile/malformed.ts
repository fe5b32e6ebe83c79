// Servers that break the rules of HTTP: attacks 16 and 17 of trust.md section 2.6.
import type { Socket } from 'node:net';
import { answer, says } from './answer.ts';
import type { Script } from './server.ts';

const ok = 'HTTP/1.1 200 OK\r\n';

/** How much a server wrote until it was left, in its own units. */
export type Taken = { count: number };

/** 16: one header line of 200 kB, a kilobyte a turn, counted in kilobytes. */
export function longHeader(taken: Taken = { count: 0 }): Script {
  return {
    say: (socket) => {
      socket.write(`${ok}x-long: `);
      repeat(socket, 'y'.repeat(1_000), 200, taken, '\r\ncontent-length: 0\r\n\r\n');
    },
  };
}

/** 16: 2,000 informational responses, one a turn. */
export function informational(taken: Taken = { count: 0 }): Script {
  return {
    say: (socket) =>
      repeat(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 2_000, taken, `${ok}content-length: 0\r\n\r\n`),
  };
}

/** 17: heads and bodies that contradict themselves, and what is no HTTP at all. */
export const malformed = {
  'two Content-Length': { say: says(`${ok}content-length: 1\r\ncontent-length: 2\r\n\r\nab`) },
  'TE and CL': {
    say: says(`${ok}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
  },
  'short body': { say: says(`${ok}content-length: 10\r\n\r\nabc`) },
  'SSH-2.0 banner': { say: says('SSH-2.0-OpenSSH_9.2\r\n'), when: 'reached' },
  'status 999': { say: says(answer('', [], '999 Odd')) },
} as const satisfies Record<string, Script>;

/** Writes `piece` when the line has taken the one before, up to `most` times, then `end`. */
function repeat(socket: Socket, piece: string, most: number, taken: Taken, end: string): void {
  if (socket.destroyed) return;
  if (taken.count === most) {
    socket.end(end);
    return;
  }
  socket.write(piece, (error) => {
    if (error) return;
    taken.count += 1;
    setImmediate(repeat, socket, piece, most, taken, end);
  });
}
