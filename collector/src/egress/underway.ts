// Which request the running code belongs to. node-fetch hides its request object, and agents are shared by
// concurrent requests, so the agent finds here what it has to know of each.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { SecureContext } from 'node:tls';
import type { Timeline } from './timeline.ts';

export type Underway = {
  timeline: Timeline;
  /** Whom the connection trusts and what it shows of us; null without TLS. */
  secureContext: SecureContext | null;
};

const store = new AsyncLocalStorage<Underway>();

/** Runs `request` so that everything it calls finds `its` own record. */
export function run<Result>(its: Underway, request: () => Result): Result {
  return store.run(its, request);
}

/** The record of the request that calls. Throws where somebody asks past egress. */
export function underway(): Underway {
  const its = store.getStore();
  if (its === undefined) throw new Error('A request has to be made through egress.');
  return its;
}
