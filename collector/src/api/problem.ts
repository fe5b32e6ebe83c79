// Errors as application/problem+json (RFC 9457): what is wrong and what to do, never a stack.
import type { Context } from 'hono';
import type { Problem } from '@upheld/shared/api/responses';

const titles = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  413: 'Content too large',
  500: 'Internal error',
  503: 'Not ready',
} as const;
export type ProblemStatus = keyof typeof titles;

/** An error that a route answers with. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly status: ProblemStatus;
  constructor(status: ProblemStatus, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** The response for an error; whatever is no `ProblemError` tells the reader only that it was logged. */
export function problemResponse(context: Context, status: ProblemStatus, detail: string): Response {
  const problem: Problem = { type: 'about:blank', title: titles[status], status, detail };
  return context.body(JSON.stringify(problem), status, { 'content-type': 'application/problem+json' });
}
