// Instants and intervals (measurement.md section 1).

/** Milliseconds since the Unix epoch, UTC. */
export type Instant = number;

/** Half-open: `start` belongs to it, `end` does not. */
export type Interval = { start: Instant; end: Instant };

/** The length of a minute in milliseconds. A minute is `[k * MINUTE, (k + 1) * MINUTE)`. */
export const MINUTE = 60_000;
