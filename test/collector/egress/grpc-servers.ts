// gRPC servers on loopback for tests: a real one, and servers of HTTP/2 that do what they are told to.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http2';
import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { handleUnaryCall } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import { run } from './servers.ts';
import type { Running } from './servers.ts';

const asIs = (message: Buffer) => message;

/** Answers grpc.health.v1.Health/Check with `check`; with one of the pairs of test/fixtures/tls it speaks TLS. */
export async function grpcServer(check: handleUnaryCall<Buffer, Buffer>, pair?: string): Promise<Running> {
  const server = new Server();
  const method = {
    path: '/grpc.health.v1.Health/Check',
    ...({ requestStream: false, responseStream: false } as const),
    ...{
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  };
  server.addService({ Check: method }, { Check: check });
  return await bound(server, pair);
}

/** A gRPC server without health checks. */
export async function grpcServerWithoutHealth(): Promise<Running> {
  return await bound(new Server());
}

/** Counts what reaches it; `talk` gets each request. */
export async function http2Server(talk: (stream: ServerHttp2Stream, session: ServerHttp2Session) => void) {
  const server = createServer();
  const counts = { sessions: 0, requests: 0 };
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    counts.sessions += 1;
    sessions.add(session);
    session.on('error', () => undefined);
    session.on('stream', (stream) => {
      counts.requests += 1;
      stream.on('error', () => undefined);
      talk(stream, session);
    });
  });
  const running = await run(server, 'http://127.0.0.1', () =>
    sessions.forEach((session) => session.destroy()),
  );
  return { ...running, counts, requests: () => counts.requests };
}

async function bound(server: Server, pair?: string): Promise<Running> {
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials(pair), (error, got) =>
      error === null ? resolve(got) : reject(error),
    );
  });
  onTestFinished(() => server.forceShutdown());
  return { port, url: `http://${pair === undefined ? '127.0.0.1' : 'localhost'}:${port}` };
}

function credentials(pair: string | undefined): ServerCredentials {
  if (pair === undefined) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(null, [
    { private_key: pem(`${pair}.key`), cert_chain: pem(`${pair}.pem`) },
  ]);
}

function pem(file: string): Buffer {
  return readFileSync(new URL(`../../fixtures/tls/${file}`, import.meta.url));
}
