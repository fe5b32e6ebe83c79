// Burn pairs: factor, acceptance, burn rates and whether they fire (measurement.md section 5).
import { burnFactor, burnLengths, isFactorAccepted } from '@upheld/shared/agreement/burn-factor';
import { decimal, ratioText } from '@upheld/shared/exact/ratio';
import { allowedBad } from '@upheld/shared/exact/target';
import { burnCounts, burnRate, burnState } from '@upheld/shared/measurement/burn-rate';
import type { BurnCounts } from '@upheld/shared/measurement/burn-rate';
import { classifyMinutes } from '@upheld/shared/measurement/ledger';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import { lastScheduledMinutes } from '@upheld/shared/time/last-minutes';
import { countMinutes, scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';
import { calendarTerms } from './calendar-terms.ts';
import { exclusion } from './exclusion.ts';
import { stateRuns, toColumn } from './runs.ts';

const counted = z.strictObject({ bad: z.int(), valid: z.int() });

const input = z.strictObject({
  calendar: calendarTerms,
  period: z.strictObject({ name: z.string(), start: z.int(), end: z.int() }),
  target: z.string(),
  pairs: z.array(z.strictObject({ long: z.string(), budgetShare: z.string(), wasFiring: z.boolean() })),
  data: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('states'),
      states: stateRuns,
      statesFrom: z.int(),
      asOf: z.int(),
      exclusions: z.array(exclusion),
      asOfIso: z.unknown(),
    }),
    z.strictObject({
      kind: z.literal('counts'),
      counts: z.array(z.strictObject({ long: counted, short: counted })),
    }),
  ]),
});

type Input = z.output<typeof input>;

export const burn: VectorKind = {
  kind: 'burn',
  run: (given) => {
    const asked = input.parse(given);
    const { calendar, period, target, pairs } = asked;
    const periodMinutes = countMinutes(scheduledMinutes(calendar, period));
    const allowed = allowedBad({ op: '>=', ratio: decimal(target) });
    return {
      periodMinutes,
      pairs: pairs.map(({ long, budgetShare, wasFiring }, index) => {
        const lengths = burnLengths(long);
        const factor = burnFactor(decimal(budgetShare), periodMinutes, lengths.longMinutes);
        const accepted = isFactorAccepted(factor, allowed);
        const longBurn = burnRate(countsOf(asked, index, 'long', lengths.longMinutes), allowed);
        const shortBurn = burnRate(countsOf(asked, index, 'short', lengths.shortMinutes), allowed);
        const state = accepted ? burnState(longBurn, shortBurn, factor) : 'quiet';
        return {
          ...lengths,
          factor: ratioText(factor),
          accepted,
          longBurn: longBurn && ratioText(longBurn),
          shortBurn: shortBurn && ratioText(shortBurn),
          frozen: state === 'frozen',
          firing: state === 'firing' || (state === 'frozen' && wasFiring),
        };
      }),
    };
  },
};

function countsOf(
  { data, calendar }: Input,
  index: number,
  which: 'long' | 'short',
  minutes: number,
): BurnCounts {
  if (data.kind === 'counts') return data.counts[index]?.[which] ?? { bad: 0, valid: 0 };
  const { states, statesFrom, asOf, exclusions } = data;
  const window = { start: statesFrom, end: asOf };
  const plan = planMinutes({ window, scheduled: scheduledMinutes(calendar, window), exclusions, asOf });
  const measured = {
    by: 'minutes',
    minutes: classifyMinutes(plan, toColumn(states)),
    exclusions: [],
  } as const satisfies Parameters<typeof burnCounts>[0];
  return burnCounts(measured, lastScheduledMinutes(calendar, minutes, asOf, statesFrom));
}
