// Reads a response's body up to a cap, as it came over the wire.

/**
 * Reads at once and without a pause: node-fetch 3.3.2 drops what is still unread of a chunked body with
 * trailers when the connection closes. Leaving the loop early closes the connection.
 */
export async function readBody(
  stream: NodeJS.ReadableStream | null,
  maxBytes: number,
): Promise<{ body: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > maxBytes) break;
  }
  return { body: Buffer.concat(chunks, Math.min(size, maxBytes)), truncated: size > maxBytes };
}
