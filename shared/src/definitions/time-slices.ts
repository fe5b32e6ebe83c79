// The share of minutes that are good (OpenSLO budgeting method Timeslices with a slice of one minute;
// measurement.md sections 2 and 3): a quiet minute weighs as much as a busy one.
import { countLedger } from '../measurement/ledger.ts';
import type { Definition } from './definition.ts';
import { judgedShares } from './judged-shares.ts';

export const timeSlices: Definition = {
  name: 'time-slices',
  formula: (judged, { timeSliceTarget }) =>
    `${judged} minutes / (scheduled - excluded); a minute is good if at least ${timeSliceTarget} of what was measured of it is`,
  unmeasured: () => 'An unmeasured minute is bad in the worst case and good in the best.',
  figures({ minutes, checks }, { judging }) {
    const ledger = countLedger(minutes.minutes);
    const { good, bad, unmeasured } = ledger.counts;
    return {
      ...judgedShares(ledger, checks.judged, judging.terms),
      counts: { unit: 'minute', good, bad, unmeasured },
    };
  },
};
