// What is asked of the world and what comes back: the records of egress.ts.
import type { Connect } from './connection.ts';
import type { Query } from './dns.ts';

/** The stretches of a request, in their order. A literal address has no `dns`, plain HTTP no `tls`. */
export const phaseNames = ['dns', 'connect', 'tls', 'firstByte', 'body'] as const;
export type Phase = (typeof phaseNames)[number];

/** How long each phase took, in milliseconds with a resolution of 0.1. */
export type Phases = Partial<Record<Phase, number>>;

/** One request. Its `url` comes from a file that somebody owns, never from a response. */
export type EgressRequest = {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Covers everything from DNS to the last byte. */
  deadlineMs: number;
  /** How much of the body is read; 64 KiB unless given. */
  maxBytes?: number;
  /** How many redirects are followed, at most 3; without it none is, and the 3xx is the response. */
  redirects?: number;
  /** Called before each further request that a redirect leads to; to refuse it, it throws an `EgressError`. */
  onHop?: () => void;
  /** Whom to trust and how to show who asks. Certificates are verified with it and without it. */
  tls?: TlsMaterial;
};

/** Texts in PEM. `ca` stands in place of the system's authorities; `cert` and `key` are the client's own. */
export type TlsMaterial = { ca?: string; cert?: string; key?: string };

/** What came back. `latencyMs` runs from the request written on an open connection to the last byte. */
export type EgressResponse = {
  status: number;
  /** By lower-case name; a header that came more than once has its values joined with a comma. */
  headers: Record<string, string>;
  body: Buffer;
  /** The body was longer than the cap and is cut. */
  truncated: boolean;
  latencyMs: number;
  /** Whether the connection had carried another request before, as Node tells it. */
  reused: boolean;
  /** From DNS to the last byte. */
  totalMs: number;
  phases: Phases;
  /** `expiresAt`: when the partner's own certificate ends, in milliseconds since the epoch. */
  tls: { version: string; expiresAt: number } | null;
};

/**
 * A request without a response. `code` is node:http's (ECONNREFUSED, ENOTFOUND, HPE_INVALID_CONSTANT, ...)
 * or one of ours: `DEADLINE` (took too long), `POLICY` (must not be asked), `PROTOCOL` (not HTTP), `INVALID`
 * (such a request cannot be written), `REDIRECT` (led where nobody is asked, or too far), `CREDENTIALS`
 * (`tls` cannot be used), `RESOLVER` (our resolvers fail, or disagree about whether a name exists),
 * `BUDGET` (more requests than an attempt may make), `NO_ROOM` (more than the partner has to bear).
 * `phase` is the one that it failed in; null when nothing was sent.
 */
export class EgressError extends Error {
  override name = 'EgressError';
  readonly code: string;
  readonly phase: Phase | null;
  readonly phases: Phases;
  constructor(
    code: string,
    message: string,
    at: { phase: Phase | null; phases: Phases } = { phase: null, phases: {} },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.phase = at.phase;
    this.phases = at.phases;
  }
}

/** The one way out. Every call rejects with an `EgressError` and with nothing else. */
export type Egress = {
  /** Makes exactly one request over HTTP/1.1, and one more for each redirect that it was asked to follow. */
  request(request: EgressRequest): Promise<EgressResponse>;
  /** Opens exactly one connection, for other protocols. */
  connect: Connect;
  /** Asks exactly one DNS question. */
  query: Query;
};
