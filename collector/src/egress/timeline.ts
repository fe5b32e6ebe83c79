// When what happened to one request: where its time went, and what it failed on.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { EgressError, EgressResponse, Phase, Phases } from './request.ts';

/** The record of one request. Times are those of the monotonic clock. */
export class Timeline {
  readonly phases: Phases = {};
  phase: Phase;
  tls: EgressResponse['tls'] = null;
  /** Whether the connection had carried another request before. */
  reused = false;
  /** The first error that the request or its socket told, before node-fetch wrapped it. */
  error: Error | EgressError | null = null;
  readonly #startedAt = performance.now();
  #enteredAt = this.#startedAt;
  #openAt = this.#startedAt;

  constructor(first: Phase) {
    this.phase = first;
  }

  /** Ends the running phase. Entering `firstByte` means that the connection is open and the request goes out. */
  enter(next: Phase): void {
    this.#close();
    this.phase = next;
    if (next === 'firstByte') this.#openAt = this.#enteredAt;
  }

  /** Ends the last phase and says how long the request took from its writing, and in all. */
  finish(): { latencyMs: number; totalMs: number } {
    this.#close();
    return {
      latencyMs: tenths(this.#enteredAt - this.#openAt),
      totalMs: tenths(this.#enteredAt - this.#startedAt),
    };
  }

  #close(): void {
    const now = performance.now();
    this.phases[this.phase] = tenths(now - this.#enteredAt);
    this.#enteredAt = now;
  }
}

/**
 * Which request the running code belongs to. node-fetch hides its request object, and agents are shared
 * by concurrent requests, so the agent finds the timeline here.
 */
export const timelines = new AsyncLocalStorage<Timeline>();

function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
