// The thread that holds the store, so that neither a long read nor a slow disk ever delays a probe. Where the
// engine has one connection it makes the calls that come in one at a time, in their order.
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Store } from '../store.ts';
import { threadEngines } from './engines.ts';
import { openingId, type Failure, type Opening, type Reply, type Request } from './messages.ts';
import type { ThreadEngine } from './thread-engine.ts';

async function serve(port: MessagePort, { engine: name, address, options }: Opening): Promise<void> {
  const engine = await threadEngines[name]();
  const fail = (id: number, error: unknown): void =>
    port.postMessage({ id, failure: failureFrom(engine, error, address) });
  try {
    const store = await engine.open(address, options);
    answerCalls(port, store, engine, fail);
    reply(port, { id: openingId, result: Object.keys(store) });
  } catch (error) {
    fail(openingId, error);
  }
}

function answerCalls(
  port: MessagePort,
  store: Store,
  { isConcurrent }: ThreadEngine,
  fail: (id: number, error: unknown) => void,
): void {
  /** Ends when every call so far is answered. */
  let before = Promise.resolve();
  port.on('message', (request: Request) => {
    const isClose = request.method === 'close';
    const turn = isConcurrent && !isClose ? Promise.resolve() : before;
    const answered = turn
      .then(() => answer(store, request))
      .then(
        (result) => reply(port, { id: request.id, result }),
        (error: unknown) => fail(request.id, error),
      )
      .then(() => {
        if (isClose) port.close();
      });
    before = isConcurrent ? Promise.all([before, answered]).then(() => undefined) : answered;
  });
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
    ? Object.values(record).flatMap((value: unknown) => ownBuffer(value))
    : [];

/** Bytes that are a part of something longer, as a database's client may give them, are copied. */
const ownBuffer = (value: unknown): ArrayBuffer[] =>
  ArrayBuffer.isView(value) &&
  value.buffer instanceof ArrayBuffer &&
  value.byteLength === value.buffer.byteLength
    ? [value.buffer]
    : [];

function failureFrom(engine: ThreadEngine, error: unknown, address: string): Failure {
  const { code, message, cause } = engine.errorFrom(error, address);
  return { code, message, cause };
}

if (parentPort === null) throw new Error('worker.ts runs as a thread of a store engine, not by itself');
await serve(parentPort, workerData);
