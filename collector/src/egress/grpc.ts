// One unary gRPC call over HTTP/2 on a connection of egress. Node's client makes one request and no other,
// whatever the server does: clients of HTTP/2 that try again by themselves have sent thousands to a server
// that closes without an answer.
import { connect } from 'node:http2';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { Capped } from './capped.ts';
import type { Connection } from './connection.ts';
import type { Told } from './conversation.ts';
import { codeOf } from './error-code.ts';
import { collect, notGrpc, type GrpcAnswer } from './grpc-answer.ts';
import { EgressError } from './request.ts';

/** `path` is `/package.Service/Method`, `message` its protocol buffer; `headers` are by lower-case name. */
export type GrpcCall = {
  authority: string;
  path: string;
  headers: Record<string, string>;
  message: Buffer;
  timeoutMs: number;
};

/** How many pings and the like a server may send before it answers. */
const maxAsides = 100;

/** How long parting may take, in milliseconds. */
const partingMs = 1_000;

/** Calls once. Rejects with what the connection or the protocol failed on. */
export async function callUnary(connection: Connection, call: GrpcCall): Promise<Told<GrpcAnswer>> {
  const { socket, timeline, tls, alpn } = connection;
  if (tls !== null && alpn !== 'h2') throw notGrpc('no offer of HTTP/2');
  const session = connect(`${tls === null ? 'http' : 'https'}://${call.authority}`, {
    createConnection: () => new Capped(socket),
    settings: { enablePush: false, maxHeaderListSize: 16 * 1024 },
  });
  const said = await new Promise<GrpcAnswer>((resolve, reject) => {
    let cause: Error | null = null;
    const fail = (error: Error) => {
      // The first error tells the cause; what the socket and the stream then end with says less.
      cause ??= withCode(error);
      timeline.error = cause;
      reject(cause);
    };
    session.on('error', fail);
    const stream = open(session, call, connection.userAgent);
    stream.on('error', fail);
    limitAsides(session, stream, fail);
    stream.once('response', () => timeline.enter('body'));
    collect(stream, { resolve, fail });
  });
  return { said, hangUp: () => part(session) };
}

function open(session: ClientHttp2Session, call: GrpcCall, userAgent: string): ClientHttp2Stream {
  const length = Buffer.alloc(5);
  length.writeUInt32BE(call.message.length, 1);
  try {
    const stream = session.request({
      ...call.headers,
      ':method': 'POST',
      ':path': call.path,
      ':authority': call.authority,
      te: 'trailers',
      'content-type': 'application/grpc',
      'grpc-timeout': `${Math.min(call.timeoutMs, 99_999_999)}m`,
      'user-agent': userAgent,
    });
    stream.end(Buffer.concat([length, call.message]));
    return stream;
  } catch (cause) {
    throw new EgressError('INVALID', 'such headers cannot be written', undefined, { cause });
  }
}

function limitAsides(session: ClientHttp2Session, stream: ClientHttp2Stream, fail: (error: Error) => void) {
  let count = 0;
  const note = () => {
    count += 1;
    if (count > maxAsides) fail(notGrpc('more than 100 pings, settings or informational headers'));
  };
  session.on('ping', note);
  session.on('remoteSettings', note);
  stream.on('headers', note);
}

/** Says goodbye. A server that does not hear it is left after a moment. */
async function part(session: ClientHttp2Session): Promise<void> {
  if (session.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, partingMs);
    session.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    session.close();
  });
}

function withCode(error: Error): Error {
  if (codeOf(error)?.startsWith('ERR_HTTP2_') !== true) return error;
  return new EgressError('PROTOCOL', `HTTP/2 failed: ${error.message}`);
}
