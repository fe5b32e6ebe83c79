// How two processes of one machine talk: JSON, each message after its length in four bytes.

/** Far beyond a batch of an import; whoever says more speaks another language. */
export const longestMessage = 16 * 1024 * 1024;

const lengthBytes = 4;

/** The bytes of one message. */
export function frameOf(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** The messages of a connection until it ends; one that is broken off is none. Throws where one is too long or no JSON. */
export async function* messagesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  let known: Buffer[] = [];
  let size = 0;
  let wanted = lengthBytes;
  for await (const chunk of chunks) {
    known.push(chunk);
    size += chunk.length;
    while (size >= wanted) {
      let bytes = Buffer.concat(known);
      wanted = lengthBytes + lengthIn(bytes);
      if (size >= wanted) {
        yield JSON.parse(bytes.toString('utf8', lengthBytes, wanted));
        bytes = bytes.subarray(wanted);
        wanted = lengthBytes;
      }
      known = [bytes];
      size = bytes.length;
    }
  }
}

function lengthIn(bytes: Buffer): number {
  const length = bytes.readUInt32BE();
  if (length > longestMessage) throw new RangeError(`a message of ${length} bytes is too long`);
  return length;
}
