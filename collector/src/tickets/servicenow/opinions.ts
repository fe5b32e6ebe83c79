// What ServiceNow says of its own clocks: the rows of task_sla, of which a change of priority makes new ones. Of
// each kind the one that was attached last speaks.
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { Instant } from '@upheld/shared/time/instant';
import type { SlaRow } from './records.ts';

/** By what an SLA measures. */
const kinds = { response: 'first-response', resolution: 'resolution' } as const;

/** What a stage means while nothing was missed; `achieved` is what some releases call `completed`. */
const states: Record<string, VendorClock['state']> = {
  in_progress: 'running',
  paused: 'paused',
  completed: 'met',
  achieved: 'met',
};

/** One opinion of each kind that the ticket has a clock of; cancelled ones say nothing. */
export function serviceNowOpinions(ticket: string, rows: SlaRow[], readAt: Instant): VendorClock[] {
  return Object.entries(kinds).flatMap(([target, kind]): VendorClock[] => {
    const own = rows.filter((row) => row.target === target && row.stage !== 'cancelled');
    const last = own.toSorted((one, other) => one.startAt - other.startAt).at(-1);
    const state = last?.isMissed === true ? 'missed' : states[last?.stage ?? ''];
    if (last === undefined || state === undefined) return [];
    return [{ ticket, kind, state, dueAt: state === 'paused' ? null : last.dueAt, readAt }];
  });
}
