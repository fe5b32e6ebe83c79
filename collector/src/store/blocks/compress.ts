// The stored form of a packed hour: by the platform's zstd where that is smaller, and as it is where it is not.
// What is compressed depends on the release of zstd, so that nothing is hashed or compared in this form.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { damaged } from './bytes.ts';

const asItIs = 0;
const byZstd = 1;

/** More than an hour of a slot each millisecond packs to. */
const mostBytes = 128 * 1024 * 1024;

export function compressed(packed: Uint8Array): Uint8Array {
  const smaller = zstdCompressSync(packed);
  return smaller.length < packed.length ? marked(byZstd, smaller) : marked(asItIs, packed);
}

/** Throws a `StoreError` (`corrupt`) for what `compressed` never gives. */
export function decompressed(data: Uint8Array): Uint8Array {
  const body = data.subarray(1);
  if (data[0] === asItIs) return body;
  if (data[0] !== byZstd) damaged('its first byte is unknown');
  try {
    return zstdDecompressSync(body, { maxOutputLength: mostBytes });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return damaged(said);
  }
}

function marked(mark: number, body: Uint8Array): Uint8Array {
  const data = new Uint8Array(body.length + 1);
  data[0] = mark;
  data.set(body, 1);
  return data;
}
