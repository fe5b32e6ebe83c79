// The store as its users hold it: every call is a message to the thread that holds it.
import { Worker } from 'node:worker_threads';
import { StoreError } from '../store-error.ts';
import type { Store } from '../store.ts';
import { openingId, type Method, type Opening, type Reply } from './messages.ts';

type Waiting = { resolve(result: unknown): void; reject(error: StoreError): void };

/** Starts the thread and resolves when its store is open. */
export async function openRemoteStore(opening: Opening): Promise<Store> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: opening });
  const thread = new StoreThread(worker, opening.name);
  const methods = await thread.opened;
  const calls = methods.map((method) => [method, (...args: unknown[]) => thread.call(method, args)]);
  return storeOf({ ...Object.fromEntries(calls), close: () => thread.close() });
}

/** The thread named the methods of the store that it holds, and each is here: whoever adds one adds it there only. */
const storeOf = (calls: object): Store => calls as Store;

class StoreThread {
  readonly opened: Promise<Method[]>;
  readonly #worker: Worker;
  readonly #name: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #lastId = openingId;
  #closing: Promise<void> | null = null;
  #end: StoreError | null = null;

  constructor(worker: Worker, name: string) {
    this.#worker = worker;
    this.#name = name;
    this.opened = new Promise((resolve, reject) => {
      this.#waiting.set(openingId, { resolve: (methods) => resolve(methodsIn(methods)), reject });
    });
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (reply: Reply) => this.#settle(reply));
    worker.on('error', (error) => this.#fail(this.#crashed(error)));
    worker.on('exit', () => this.#fail(this.#closed()));
  }

  call(method: Method, args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#end !== null) return reject(this.#end);
      if (this.#closing !== null) return reject(this.#closed());
      this.#send({ resolve, reject }, method, args);
    });
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
    return new StoreError('closed', `the store ${this.#name} is closed`);
  }

  #crashed(cause: unknown): StoreError {
    const said = cause instanceof Error ? cause.message : String(cause);
    return new StoreError('closed', `the thread of the store ${this.#name} ended: ${said}; start again`, {
      cause,
    });
  }
}

/** The thread's first answer is the list of its store's methods, which messages do not tell the compiler. */
const methodsIn = (answer: unknown): Method[] => answer as Method[];
