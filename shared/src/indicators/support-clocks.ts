// What every indicator of a ticket desk reads alike: the clocks of one kind and severity.
import { z } from 'zod';
import { serviceUnits } from '../agreement/durations.ts';
import { duration, wholeNumber } from '../agreement/fields.ts';
import { isDecidedIn } from '../measurement/judged-clocks.ts';
import type { MeasuredClocks } from '../measurement/measured.ts';
import type { SupportClockKind } from '../tickets/clocks.ts';
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
  { terms, clocks, window, asOf }: IndicatorInput<SupportIndicatorTerms>,
): MeasuredClocks {
  const own = clocks.filter((clock) => clock.kind === kind && clock.severity === terms.severity);
  const isOpen = window.start <= asOf && asOf < window.end;
  return {
    by: 'clocks',
    decided: own.filter((clock) => isDecidedIn(clock, window)),
    running: isOpen ? own.filter(({ state }) => state === 'running') : [],
  };
}
