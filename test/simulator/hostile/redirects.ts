// Servers that lead astray: attacks 7 and 8 of trust.md section 2.6.
import { answer } from './answer.ts';
import type { Script } from './server.ts';

const found = (location: string) => answer('', [`location: ${location}`], '302 Found');

/** 7: to another server. */
export function redirectTo(location: string): Script {
  return { say: (socket) => void socket.end(found(location)) };
}

/** 8: `/a` leads to `/b` and back. */
export const loop: Script = {
  say: (socket, request) => void socket.end(found(request.includes(' /a ') ? '/b' : '/a')),
};

/** 8: `/0` leads to `/1`, that to `/2` and so on without end. */
export const chain: Script = {
  say: (socket, request) => {
    const number = Number(/ \/(\d+) /.exec(request)?.[1] ?? 0);
    socket.end(found(`/${number + 1}`));
  },
};
