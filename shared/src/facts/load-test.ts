// One load test of a partner's service, as it was reported: the fact that a promise of capacity is judged
// by (measurement.md section 4, "Capacity"). Facts are never edited.
import type { Instant } from '../time/instant.ts';

/** A term that the test was held to, such as `http_req_duration: p(95)<200`, and whether the service kept it. */
export type LoadTestTerm = { name: string; kept: boolean };

/**
 * A load test for one objective of an agreement; (agreement, objective, name, at) is its key. `at` is when
 * it ended, `users` how many concurrent users it reached, `tool` what ran it, null where nobody says.
 */
export type LoadTest = {
  agreement: string;
  objective: string;
  name: string;
  at: Instant;
  users: number;
  terms: LoadTestTerm[];
  tool: string | null;
};
