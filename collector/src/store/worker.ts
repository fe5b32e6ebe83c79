// The thread that holds the sqlite database, so that neither a long read nor a slow disk ever delays a
// probe. It makes the calls that come in one at a time, in their order.
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { storeErrorFrom } from './sqlite/faults.ts';
import { openingId, type Failure, type Reply, type Request } from './sqlite/messages.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';
import type { Store } from './store.ts';

/** What whoever starts the thread hands it. */
export type WorkerData = { path: string };

function serve(port: MessagePort, { path }: WorkerData): void {
  const fail = (id: number, error: unknown): void =>
    port.postMessage({ id, failure: failureFrom(error, path) });
  let store: Store;
  try {
    store = openSqliteStore(path);
  } catch (error) {
    fail(openingId, error);
    return;
  }
  let before = Promise.resolve();
  port.on('message', (request: Request) => {
    before = before
      .then(() => answer(store, request))
      .then(
        (result) => reply(port, { id: request.id, result }),
        (error: unknown) => fail(request.id, error),
      )
      .then(() => {
        if (request.method === 'close') port.close();
      });
  });
  reply(port, { id: openingId, result: null });
}

/** A request pairs a method with that method's arguments, which the compiler cannot follow through a union. */
const answer = (store: Store, { method, args }: Request): unknown =>
  Reflect.apply(store[method], store, args);

/** Columns are handed over, not copied. */
function reply(port: MessagePort, message: Reply): void {
  port.postMessage(message, 'result' in message ? buffersIn(message.result) : []);
}

const buffersIn = (result: unknown): ArrayBuffer[] =>
  (Array.isArray(result) ? result : [result]).flatMap((each: unknown) => columnBuffers(each));

const columnBuffers = (record: unknown): ArrayBuffer[] =>
  typeof record === 'object' && record !== null
    ? Object.values(record).flatMap((value: unknown) =>
        ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
      )
    : [];

function failureFrom(error: unknown, path: string): Failure {
  const { code, message, cause } = storeErrorFrom(error, path);
  return { code, message, cause };
}

if (parentPort === null) throw new Error('worker.ts runs as a thread of the sqlite engine, not by itself');
serve(parentPort, workerData);
