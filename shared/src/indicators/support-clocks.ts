// What every indicator of a ticket desk reads alike: the clocks of one kind and severity.
import { z } from 'zod';
import { serviceUnits } from '../agreement/durations.ts';
import { duration, wholeNumber } from '../agreement/fields.ts';
import { isDecidedIn } from '../measurement/judged-clocks.ts';
import type { MeasuredClocks } from '../measurement/measured.ts';
import type { SupportClockKind } from '../tickets/clocks.ts';
import { dueAt } from '../time/due-time.ts';
import type { Interval } from '../time/instant.ts';
import type { IndicatorInput } from './indicator.ts';

/** What a severity is promised: something within a duration of service time. */
export const supportTerms = z.strictObject({
  severity: wholeNumber('a severity', { min: 1, max: 9 }, 1),
  within: duration(serviceUnits, '2h'),
});
export type SupportIndicatorTerms = z.output<typeof supportTerms>;

/**
 * A clock belongs to the window in which it was decided and to the severity in force then. Running clocks
 * are listed while the window is open and never counted (measurement.md section 6).
 */
export function clocksOf(
  kind: SupportClockKind,
  input: IndicatorInput<SupportIndicatorTerms>,
): MeasuredClocks {
  const { terms, clocks, window, asOf } = input;
  const own = clocks.filter((clock) => clock.kind === kind && clock.severity === terms.severity);
  const isOpen = window.start <= asOf && asOf < window.end;
  return {
    by: 'clocks',
    decided: own.filter((clock) => isDecidedIn(clock, window)),
    running: isOpen ? own.filter(({ state }) => state === 'running') : [],
    mayHideClocks: input.gaps.some((gap) => mayHideOne(gap, input)),
  };
}

/**
 * Whether a ticket could have come in and its clock run out in the window while the desk could not be read.
 * A gap shorter than what is promised cannot hide that, so the minute since the last sync is none.
 */
function mayHideOne(
  gap: Interval,
  { terms, calendar, window, asOf }: IndicatorInput<SupportIndicatorTerms>,
): boolean {
  const end = Math.min(gap.end, window.end, asOf);
  return window.start < end && gap.start < end && dueAt(gap.start, terms.within, calendar) < end;
}
