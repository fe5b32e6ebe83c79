// Why a question to a ticket desk brought nothing, by the closed list that metrics count by.
import type { SyncFailureReason } from '@upheld/shared/facts/sync-failure';
import type { EgressError } from '../egress.ts';
import { blame } from '../egress/failure.ts';

/** Of an answer: some desks say 403, too, where they are asked too often, and then how long to wait. */
export function statusReason(status: number, waitMs: number | null): SyncFailureReason {
  if (status === 429 || (status === 403 && waitMs !== null)) return 'slowed-down';
  return status === 401 || status === 403 ? 'refused' : 'answer';
}

/** Of no answer, or of one that was cut short. */
export function egressReason(error: EgressError): SyncFailureReason {
  const { reason } = blame(error);
  if (reason === 'policy' || reason === 'credentials' || reason === 'overloaded') return 'other';
  return reason === 'protocol' ? 'answer' : 'unreachable';
}
