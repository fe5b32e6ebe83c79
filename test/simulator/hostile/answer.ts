// Answers of HTTP as bytes, for scripts that say them.
import type { Say } from './server.ts';

/** An answer whose length is right, with a status, header lines and a body. */
export function answer(body: string | Buffer, headers: string[] = [], status = '200 OK'): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, ...headers, `content-length: ${bytes.length}`, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** Says these bytes and ends. */
export function says(bytes: string | Buffer): Say {
  return (socket) => void socket.end(bytes);
}
