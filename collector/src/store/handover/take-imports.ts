// The process that holds an embedded store takes what other processes of the same user import, through a socket
// beside the store that nobody else may open.
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { StoreError } from '../store-error.ts';
import type { ImportStore } from '../store.ts';
import { frameOf, messagesIn } from './frames.ts';
import { request, type Reply, type Request } from './messages.ts';
import { longestAddress, socketOf } from './socket.ts';

/** Imports are made one or two at a time; more connections than this are refused. */
const mostConnections = 8;

/** Listens until the function given back is called. Throws a StoreError where it cannot. */
export async function takeImports(path: string, store: ImportStore): Promise<() => Promise<void>> {
  const address = socketOf(path);
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket.once('close', () => connections.delete(socket)));
    void serve(socket, store);
  });
  server.maxConnections = mostConnections;
  try {
    if (Buffer.byteLength(address) > longestAddress) {
      throw new Error(`its path is longer than ${longestAddress} bytes`);
    }
    // Whoever left it is gone: this process holds the store.
    rmSync(address, { force: true });
    await listenPrivately(server, address);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      'cannot-open',
      `imports wait until Upheld is stopped: the socket ${address} through which they reach a running Upheld cannot be made: ${said}; put the store into a folder with a shorter path that this user may write`,
      { cause: error },
    );
  }
  return async () => {
    for (const socket of connections) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
}

/** The socket is there from the call on, so that the mask holds for it and for nothing later. */
function listenPrivately(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const mask = process.umask(0o177);
    try {
      server.once('error', reject).listen(address, resolve).unref();
    } finally {
      process.umask(mask);
    }
  });
}

/** What is no request ends its connection, and nothing else. */
async function serve(socket: Socket, store: ImportStore): Promise<void> {
  socket.on('error', () => socket.destroy());
  try {
    for await (const message of messagesIn(socket)) {
      socket.write(frameOf(await answer(store, request.parse(message))));
    }
  } catch {
    // Whoever imports hears that the connection ended, and says so.
  } finally {
    socket.destroy();
  }
}

async function answer(store: ImportStore, asked: Request): Promise<Reply> {
  try {
    return { result: await call(store, asked) };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { failure: { code: error.code, message: error.message } };
  }
}

function call(store: ImportStore, asked: Request): Promise<unknown> {
  switch (asked.method) {
    case 'putSamples':
      return store.putSamples(asked.argument);
    case 'putTicketEvents':
      return store.putTicketEvents(asked.argument);
    case 'putLoadTests':
      return store.putLoadTests(asked.argument);
  }
}
