// Hears what a server says first, such as `SSH-2.0-` or `220 `, without saying anything.
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import type { Connection } from './connection.ts';
import { tlsExpectation } from './tls-expectation.ts';

/** How much is heard at most, in bytes. */
const maxBytes = 4 * 1024;

const bannerRule = such('a banner is text of 1 to 1000 characters that the server says first', 'SSH-2.0-');

/** `expect` of a kind that connects and listens. */
export const connectionExpectation = part('expect has banner or tls', '{ banner: SSH-2.0- }', {
  banner: z.string(bannerRule).min(1, bannerRule).max(1000, bannerRule).optional(),
  tls: tlsExpectation.optional(),
});

/** Whether `text` is among the first 4 KiB, compared in UTF-8, before the server hangs up. */
export async function hearBanner({ socket, timeline }: Connection, text: string): Promise<boolean> {
  const wanted = Buffer.from(text);
  let heard = Buffer.alloc(0);
  return await new Promise((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      if (heard.length === 0) timeline.enter('body');
      heard = Buffer.concat([heard, chunk.subarray(0, maxBytes - heard.length)]);
      if (heard.includes(wanted)) resolve(true);
      else if (heard.length === maxBytes) resolve(false);
    });
    socket.once('end', () => resolve(false));
    socket.once('error', reject);
  });
}
