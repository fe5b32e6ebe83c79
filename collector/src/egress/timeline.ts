// When what happened to one request: where its time went, and what it failed on.
import type { EgressError, EgressResponse, Phase, Phases } from './request.ts';

/**
 * The record of one request and of the redirects that it follows. Instants are rounded to tenths of a
 * millisecond since the start and durations are differences of those, so that the phases add up to the
 * total exactly; a phase that comes again after a redirect grows.
 */
export class Timeline {
  readonly phases: Phases = {};
  phase: Phase;
  tls: EgressResponse['tls'] = null;
  /** Whether the server's half of the TLS handshake is done: what it objects to now is our half. */
  keysAgreed = false;
  /** Whether the connection had carried another request before. */
  reused = false;
  /** The first error that the request or its socket told, before node-fetch wrapped it. */
  error: Error | EgressError | null = null;
  /** How many redirects have been followed. */
  hops = 0;
  readonly #now: () => number;
  readonly #startedAt: number;
  #enteredAt = 0;
  #openAt: number | null = null;

  /** `now` gives the milliseconds of a clock that never goes back. */
  constructor(first: Phase, now: () => number = () => performance.now()) {
    this.phase = first;
    this.#now = now;
    this.#startedAt = now();
  }

  /** Ends the running phase. Entering `firstByte` means that the connection is open and the request goes out. */
  enter(next: Phase): void {
    this.#close();
    this.phase = next;
    if (next === 'firstByte') this.#openAt ??= this.#enteredAt;
  }

  /** Begins a further request, to where a redirect led. */
  hop(first: Phase): void {
    this.enter(first);
    this.hops += 1;
    this.tls = null;
    this.keysAgreed = false;
    this.error = null;
  }

  /** Ends the last phase and says how long the request took from its writing, and in all, in milliseconds. */
  finish(): { latencyMs: number; totalMs: number } {
    this.#close();
    const openAt = this.#openAt ?? this.#enteredAt;
    return { latencyMs: (this.#enteredAt - openAt) / 10, totalMs: this.#enteredAt / 10 };
  }

  #close(): void {
    const at = Math.round((this.#now() - this.#startedAt) * 10);
    const before = Math.round((this.phases[this.phase] ?? 0) * 10);
    this.phases[this.phase] = (before + at - this.#enteredAt) / 10;
    this.#enteredAt = at;
  }
}
