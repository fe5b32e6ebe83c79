// What a unary gRPC call is answered with: HTTP's status, gRPC's, and one message.
import type { ClientHttp2Stream, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import { EgressError } from './request.ts';

/** `status` is HTTP's; where it is 200, `code` is gRPC's. `body` is what came, with the frame around it. */
export type GrpcAnswer = { status: number; code: number | null; body: Buffer };

type Head = IncomingHttpHeaders & IncomingHttpStatusHeader;
type Ends = { resolve: (answer: GrpcAnswer) => void; fail: (error: Error) => void };

/** More than any answer that is asked for here. */
const maxBytes = 4 * 1024;

/** Calls one of both at the end of `stream`. */
export function collect(stream: ClientHttp2Stream, { resolve, fail }: Ends): void {
  let head: Head = {};
  let tail: IncomingHttpHeaders = {};
  let body = Buffer.alloc(0);
  stream.once('response', (headers) => (head = headers));
  stream.once('trailers', (trailers) => (tail = trailers));
  stream.on('data', (chunk: Buffer) => {
    body = Buffer.concat([body, chunk]);
    if (body.length > maxBytes) fail(notGrpc('more than 4 KiB'));
  });
  stream.once('close', () => {
    const answer = answerOf(head, tail, body);
    if (answer instanceof EgressError) fail(answer);
    else resolve(answer);
  });
}

/** The message in `body`; null where it is not exactly one, uncompressed. */
export function messageIn(body: Buffer): Buffer | null {
  const isWhole = body.length >= 5 && body.readUInt8(0) === 0 && body.readUInt32BE(1) === body.length - 5;
  return isWhole ? body.subarray(5) : null;
}

export function notGrpc(what: string): EgressError {
  return new EgressError('PROTOCOL', `the server answered with ${what}`);
}

function answerOf(head: Head, tail: IncomingHttpHeaders, body: Buffer): GrpcAnswer | EgressError {
  const { ':status': status } = head;
  if (status === undefined) {
    return new EgressError('ECONNRESET', 'the server ended the call without an answer');
  }
  if (status !== 200) return { status, code: null, body };
  const code = codeIn(head, tail);
  return code === null ? notGrpc('no gRPC status') : { status, code, body };
}

/** Trailers hold it, or the headers of an answer that consists of nothing else. */
function codeIn(head: Head, tail: IncomingHttpHeaders): number | null {
  if (head['content-type']?.startsWith('application/grpc') !== true) return null;
  const text = tail['grpc-status'] ?? head['grpc-status'];
  return typeof text === 'string' && /^\d{1,3}$/.test(text) ? Number(text) : null;
}
