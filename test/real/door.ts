// A program for a namespace: whoever speaks to the socket at a path, which may be outside, speaks to a port of
// loopback inside.
import { connect, createServer } from 'node:net';

const [path = '', port = ''] = process.argv.slice(2);

createServer((outside) => {
  const inside = connect(Number(port), '127.0.0.1');
  for (const [one, other] of [
    [outside, inside],
    [inside, outside],
  ] as const) {
    one.pipe(other);
    one.on('error', () => other.destroy());
  }
}).listen(path);
