// Bodies that harm whoever unpacks or parses them without care: attacks 15 and 20 of trust.md section 2.6.
import { createGzip } from 'node:zlib';
import { answer, says } from './answer.ts';
import type { Script } from './server.ts';

const json = ['content-type: application/json'];

/** Stands in the bodies; nothing that is said of them may repeat it. */
export const canary = 'canary-of-the-partner';

const deep = 10_000;
const document = (body: string): Script => ({ say: says(answer(body, json)) });

/** 20: each would read as healthy to a reader without care. */
export const documents: Readonly<Record<string, Script>> = {
  // In brackets it is a key like any other.
  ['__proto__']: document(`{"__proto__":{"status":"pass"},"word":"${canary}"}`),
  'constructor.prototype': document(`{"constructor":{"prototype":{"status":"pass"}},"word":"${canary}"}`),
  'depth 10,000': document(`{"status":${'['.repeat(deep)}"pass"${']'.repeat(deep)}}`),
  '1e400': document('{"status":1e400}'),
  'lone surrogates': document(String.raw`{"status":"\ud800pass\udfff"}`),
  'duplicate keys': document(`{"status":"${canary}","status":"pass"}`),
  'duplicate keys, escaped': document(String.raw`{"status":"fail","\u0073tatus":"pass"}`),
};

/** 15: `megabytes` of zeros, packed to about a thousandth. */
export async function gzipBomb(megabytes = 200): Promise<Script & { size: number }> {
  const packer = createGzip({ level: 9 });
  const chunks: Buffer[] = [];
  packer.on('data', (chunk: Buffer) => chunks.push(chunk));
  const packed = new Promise<void>((resolve) => packer.once('end', resolve));
  const zeros = Buffer.alloc(1_000_000);
  for (let written = 0; written < megabytes; written += 1) {
    if (!packer.write(zeros)) await new Promise((drained) => packer.once('drain', drained));
  }
  packer.end();
  await packed;
  const bomb = Buffer.concat(chunks);
  return { say: says(answer(bomb, [...json, 'content-encoding: gzip'])), size: bomb.length };
}
