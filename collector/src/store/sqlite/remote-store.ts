// The store as its users hold it: every call is a message to the thread that holds the database.
import { Worker } from 'node:worker_threads';
import { StoreError } from '../store-error.ts';
import type { Store } from '../store.ts';
import type { WorkerData } from '../worker.ts';
import { openingId, type Method, type Reply } from './messages.ts';

type Waiting = { resolve(result: unknown): void; reject(error: StoreError): void };

/** Starts the thread and resolves when its database is open. */
export async function openRemoteStore(path: string): Promise<Store> {
  const workerData: WorkerData = { path };
  const thread = new StoreThread(new Worker(new URL('../worker.ts', import.meta.url), { workerData }), path);
  await thread.opened;
  const call =
    <Name extends Method>(method: Name) =>
    (...args: Parameters<Store[Name]>) =>
      thread.call(method, args);
  return {
    putSamples: call('putSamples'),
    readSamples: call('readSamples'),
    readFailures: call('readFailures'),
    lastSlot: call('lastSlot'),
    putTicketEvents: call('putTicketEvents'),
    readTicketEvents: call('readTicketEvents'),
    readToldEvents: call('readToldEvents'),
    readTicketColumns: call('readTicketColumns'),
    lastFound: call('lastFound'),
    readOpinions: call('readOpinions'),
    openTickets: call('openTickets'),
    readDesk: call('readDesk'),
    recordSync: call('recordSync'),
    recordReconciled: call('recordReconciled'),
    recordSyncFailure: call('recordSyncFailure'),
    putLoadTests: call('putLoadTests'),
    readLoadTests: call('readLoadTests'),
    putSlices: call('putSlices'),
    readSlices: call('readSlices'),
    lastSlice: call('lastSlice'),
    putBeat: call('putBeat'),
    lastBeat: call('lastBeat'),
    putReport: call('putReport'),
    readReports: call('readReports'),
    readOccurrences: call('readOccurrences'),
    putOccurrences: call('putOccurrences'),
    revision: call('revision'),
    check: call('check'),
    close: () => thread.close(),
  };
}

class StoreThread {
  readonly opened: Promise<void>;
  readonly #worker: Worker;
  readonly #path: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #lastId = openingId;
  #closing: Promise<void> | null = null;
  #end: StoreError | null = null;

  constructor(worker: Worker, path: string) {
    this.#worker = worker;
    this.#path = path;
    this.opened = new Promise((resolve, reject) => {
      this.#waiting.set(openingId, { resolve: () => resolve(), reject });
    });
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (reply: Reply) => this.#settle(reply));
    worker.on('error', (error) => this.#fail(this.#crashed(error)));
    worker.on('exit', () => this.#fail(this.#closed()));
  }

  call<Name extends Method>(method: Name, args: Parameters<Store[Name]>): ReturnType<Store[Name]> {
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#end !== null) return reject(this.#end);
      if (this.#closing !== null) return reject(this.#closed());
      this.#send({ resolve, reject }, method, args);
    });
    return resultOf(answer);
  }

  /** Ends the thread once the calls before it are answered. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#end !== null) return;
    await new Promise((resolve, reject) => this.#send({ resolve, reject }, 'close', []));
    await this.#ended;
  }

  #send(waiting: Waiting, method: Method, args: unknown[]): void {
    this.#lastId += 1;
    this.#waiting.set(this.#lastId, waiting);
    this.#worker.postMessage({ id: this.#lastId, method, args });
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('result' in reply) return waiting?.resolve(reply.result);
    const { code, message, cause } = reply.failure;
    waiting?.reject(new StoreError(code, message, { cause }));
  }

  #fail(end: StoreError): void {
    this.#end ??= end;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#end);
    this.#waiting.clear();
  }

  #closed(): StoreError {
    return new StoreError('closed', `the store ${this.#path} is closed`);
  }

  #crashed(cause: unknown): StoreError {
    const said = cause instanceof Error ? cause.message : String(cause);
    return new StoreError('closed', `the thread of the store ${this.#path} ended: ${said}; start again`, {
      cause,
    });
  }
}

/** The thread answers each method with that method's own result, which messages do not tell the compiler. */
const resultOf = <Result>(answer: Promise<unknown>): Result => answer as Result;
