// One window of a promise in every unit that a definition may count in: its checks by minute, and its
// minutes as the ledger has them. Samples, calendar, exclusions and what is unmeasured are those of the
// contract, whatever the definition.
import { availability } from '../indicators/availability.ts';
import { errorRate } from '../indicators/error-rate.ts';
import type { IndicatorInput, IndicatorKind } from '../indicators/indicator.ts';
import { minuteRanges } from '../measurement/ledger.ts';
import type { Measured, MeasuredEvents, MeasuredMinutes } from '../measurement/measured.ts';
import { countedRuns, planMinutes } from '../measurement/minute-plan.ts';
import { minutesWithin } from '../measurement/minute-span.ts';
import { checksOf } from './checks.ts';
import { eventsByMinute } from './events-by-minute.ts';
import type { EventColumns } from './events-by-minute.ts';

export type CheckedWindow = {
  /** How the contract counts the promise. */
  countedBy: 'minutes' | 'events';
  checks: MeasuredEvents;
  events: EventColumns;
  minutes: MeasuredMinutes;
  /** By minute: 1 where it is scheduled, elapsed and not taken out. */
  counted: Uint8Array;
  /** By minute: 1 where it counts and nobody measured it (measurement.md section 2). */
  unmeasured: Uint8Array;
};

/** The window of a promise that is counted in minutes or in events; null for any other. */
export function checkedWindow(kind: IndicatorKind, input: IndicatorInput<unknown>): CheckedWindow | null {
  const measured = kind.measure(input);
  const isByMinutes = measured.by === 'minutes';
  const checks = isByMinutes ? answersIn(input) : measured;
  if (checks.by !== 'events') return null;
  const minutes = isByMinutes ? measured : minutesOfChecks(kind, input);
  if (minutes.by !== 'minutes') return null;
  return {
    countedBy: isByMinutes ? 'minutes' : 'events',
    ...{ checks, minutes },
    events: eventsByMinute(minutes.minutes, checks.events),
    ...columnsOf(minutes, input),
  };
}

/** The minutes of a promise that the contract counts in events: as those of an availability of its checks. */
function minutesOfChecks(kind: IndicatorKind, input: IndicatorInput<unknown>): Measured {
  const terms = availability.terms.parse({});
  return availability.measure({ ...input, terms, sources: checksOf(kind, input) });
}

/** The checks of a promise that the contract counts in minutes: those that failed are bad. */
function answersIn(input: IndicatorInput<unknown>): Measured {
  const measured = errorRate.measure({ ...input, terms: errorRate.terms.parse({}) });
  return measured.by === 'events' ? { ...measured, judged: 'good' } : measured;
}

function columnsOf(
  { minutes, exclusions }: MeasuredMinutes,
  { window, scheduled, asOf }: IndicatorInput<unknown>,
): Pick<CheckedWindow, 'counted' | 'unmeasured'> {
  const counted = new Uint8Array(minutes.count);
  const plan = planMinutes({ window, scheduled, exclusions, asOf });
  for (const { from, to } of countedRuns(plan)) counted.fill(1, from, to);
  const unmeasured = new Uint8Array(minutes.count);
  for (const range of minuteRanges(minutes, 'unmeasured')) {
    const { from, to } = minutesWithin(minutes, range);
    unmeasured.fill(1, from, to);
  }
  return { counted, unmeasured };
}
