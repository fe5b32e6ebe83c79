// Reads a response's body up to a cap, as it came over the wire.
import type { Timeline } from './timeline.ts';

/**
 * Leaving the loop early closes the connection. node-fetch 3.3.2 takes a chunked body whose ending has
 * trailers or comes in pieces for a cut one, so node:http's own word decides whether it was complete.
 */
export async function readBody(
  stream: NodeJS.ReadableStream | null,
  maxBytes: number,
  timeline: Timeline,
): Promise<{ body: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream ?? []) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      size += bytes.length;
      if (size > maxBytes) break;
    }
  } catch (error) {
    if (!timeline.isComplete()) throw error;
  }
  return { body: Buffer.concat(chunks, Math.min(size, maxBytes)), truncated: size > maxBytes };
}
