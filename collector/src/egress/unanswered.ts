// An attempt that ended without an answer, or before anything was asked: whose fault it was, in words too.
import type { Outcome } from '@upheld/shared/facts/sample';
import type { Unproved } from './auth/auth.ts';
import { blame } from './failure.ts';
import { EgressError } from './request.ts';
import type { Phases } from './request.ts';

export type Unanswered = Outcome & { phases: Phases; status: null; error: string };

/** Why nothing was answered. Throws what is no `EgressError` again: that is a defect. */
export function unanswered(error: unknown): Unanswered {
  if (!(error instanceof EgressError)) throw error;
  const { phases, code, message: words } = error;
  return { ...blame(error), phases, status: null, error: `${code}: ${words}` };
}

/** The words say which credentials there are none of. */
export function withoutCredentials({ words, reason }: Unproved): Unanswered {
  return {
    ...{ outcome: 'unmeasured', reason: reason ?? 'credentials', latencyMs: null },
    ...{ phases: {}, status: null, error: words },
  };
}
