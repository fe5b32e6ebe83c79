// Every outbound request leaves through here (trust.md 2.4): addresses are checked as literals and again
// after resolution, redirects are not followed, bodies are capped and never decompressed, and one
// deadline covers the whole request.

export type EgressRequest = {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Covers everything from DNS to the last byte. */
  deadlineMs: number;
};

/** What came back. `latencyMs` runs from the request written on an open connection to the last byte. */
export type EgressResponse = {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** The body was longer than the cap and is cut. */
  truncated: boolean;
  latencyMs: number;
  totalMs: number;
  phases: Record<string, number>;
  tls: { version: string; expiresAt: number } | null;
};

/** `code` is node:http's (ECONNREFUSED, ENOTFOUND, ...), or `DEADLINE` or `POLICY`. */
export class EgressError extends Error {
  override name = 'EgressError';
  readonly code: string;
  readonly phases: Record<string, number>;
  constructor(code: string, message: string, phases: Record<string, number> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.phases = phases;
  }
}

export type Egress = (request: EgressRequest) => Promise<EgressResponse>;
