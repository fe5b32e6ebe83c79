// The minute ledger, its verdict and its budget (measurement.md sections 3 to 5).
import { classifyMinutes, countLedger, minuteRanges } from '@upheld/shared/measurement/ledger';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import { judgeLedger } from '@upheld/shared/measurement/verdict';
import { decimal, ratioText } from '@upheld/shared/exact/ratio';
import { scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';
import { calendarTerms } from './calendar-terms.ts';
import { exclusion } from './exclusion.ts';
import { stateRuns, toColumn } from './runs.ts';

const input = z.strictObject({
  window: z.strictObject({ start: z.int(), end: z.int() }),
  calendar: calendarTerms,
  states: stateRuns,
  target: z.string(),
  exclusions: z.array(exclusion),
  asOf: z.int().nullable(),
  notMeasured: z.enum(['undetermined', 'good', 'bad']),
  iso: z.unknown(),
});

export const availability: VectorKind = {
  kind: 'availability',
  run: (given) => {
    const asked = input.parse(given);
    const { window, calendar, exclusions, states, target, notMeasured } = asked;
    const asOf = asked.asOf ?? window.end;
    const plan = planMinutes({ window, scheduled: scheduledMinutes(calendar, window), exclusions, asOf });
    const minutes = classifyMinutes(plan, toColumn(states));
    const ledger = countLedger(minutes);
    const judgement = judgeLedger(ledger, { target: { op: '>=', ratio: decimal(target) }, notMeasured });
    const { scheduled: P, excluded: X, good: G, bad: B, unmeasured: U } = ledger.counts;
    return {
      ...{ P, X, G, B, U },
      ...{ PTotal: ledger.scheduledTotal, XTotal: ledger.excludedTotal },
      coverage: ledger.coverage && ratioText(ledger.coverage),
      point: ledger.point && ratioText(ledger.point),
      worst: ledger.worst && ratioText(ledger.worst),
      best: ledger.best && ratioText(ledger.best),
      open: asOf < window.end,
      verdict: judgement.verdict,
      irrecoverable: judgement.irrecoverable,
      settled: judgement.settled && ratioText(judgement.settled),
      display: judgement.display,
      displayRange: judgement.displayRange,
      budget: ratioText(judgement.budget.allowed),
      consumed: judgement.budget.consumed,
      remaining: ratioText(judgement.budget.remaining),
      unmeasured: minuteRanges(minutes, 'unmeasured').map(({ start, end }) => [start, end]),
    };
  },
};
