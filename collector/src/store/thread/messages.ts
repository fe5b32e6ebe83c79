// What the store's thread and its users say to each other.
import type { OpenOptions } from '../engine.ts';
import type { Store } from '../store.ts';
import type { StoreErrorCode } from '../store-error.ts';
import type { ThreadEngineName } from './engines.ts';

/** What whoever starts the thread hands it. `name` stands for the store in errors and holds no password. */
export type Opening = { engine: ThreadEngineName; address: string; name: string; options: OpenOptions };

export type Method = keyof Store;

/** One call; `id` pairs it with its reply. */
export type Request = {
  [Name in Method]: { id: number; method: Name; args: Parameters<Store[Name]> };
}[Method];

export type Failure = { code: StoreErrorCode; message: string; cause: unknown };

/** Exactly one for each request. */
export type Reply = { id: number; result: unknown } | { id: number; failure: Failure };

/** The thread's first message has this id: the store is open, and these are its methods; or it could not be opened. */
export const openingId = 0;
