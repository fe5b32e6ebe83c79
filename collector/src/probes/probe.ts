// The contract of a probe kind: one file, one schema, one request that ends as an outcome. A partner that
// is down, slow or hostile is an outcome, never an exception.
import type { Outcome } from '@upheld/shared/facts/sample';
import type { z } from 'zod';
import type { Egress } from '../egress.ts';

/** One request and what came of it. `phases` are milliseconds (dns, connect, tls, firstByte, body). */
export type Attempt = Outcome & {
  phases: Record<string, number>;
  status: number | null;
  error: string | null;
};

export type ProbeContext = {
  egress: Egress;
  /** Reads a `{ env }` or `{ file }` reference; null when it cannot be read. */
  secret: (reference: { env: string } | { file: string }) => string | null;
};

export type ProbeKind<Spec = unknown> = {
  type: string;
  spec: z.ZodType<Spec>;
  probe(spec: Spec, context: ProbeContext): Promise<Attempt>;
};
