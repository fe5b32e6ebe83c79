// How fast the budget of a running period burns, pair by pair (measurement.md section 5).
import { burnFactor, burnLengths, isFactorAccepted } from '../agreement/burn-factor.ts';
import type { BurnPair } from '../agreement/burn-terms.ts';
import { percentage, ratioText } from '../exact/ratio.ts';
import { allowedBad } from '../exact/target.ts';
import { burnCounts, burnRate, burnState } from '../measurement/burn-rate.ts';
import type { BurnCounts } from '../measurement/burn-rate.ts';
import type { Measured } from '../measurement/measured.ts';
import type { Interval } from '../time/instant.ts';
import { countMinutes, scheduledMinutes } from '../time/scheduled-minutes.ts';
import { burnWindow, pairsWatching, reachOfPart } from './burn-window.ts';
import { calendarOf } from './named-parts.ts';
import { indicatorInput } from './part.ts';
import type { PartFacts } from './part.ts';
import type { Part } from './promise-periods.ts';
import type { BurnStatement } from './statement.ts';

/** The part that runs, as it was measured from `sources`. `period` is the whole one that it is a part of. */
export type RunningPart = {
  part: Part;
  period: Interval;
  sources: string[];
  known: PartFacts;
  measured: Measured;
};

/**
 * Every pair that watches the promise. The windows are measured under the terms in force, also where they
 * reach back past the period's start; only what lies before it is measured anew.
 */
export function burnOf(running: RunningPart): BurnStatement[] {
  const { part, period } = running;
  const pairs = pairsWatching(part);
  if (pairs.length === 0) return [];
  const calendar = calendarOf(part.version.terms, part.promised.terms.calendar);
  const periodMinutes = countMinutes(scheduledMinutes(calendar, period));
  const measured = [...measuredBefore(running), running.measured];
  return pairs.map((pair) => statementOf(pair, running, measured, periodMinutes));
}

function measuredBefore({ part, sources, known }: RunningPart): Measured[] {
  const end = part.window.start;
  const start = reachOfPart(part, known.asOf);
  if (start >= end) return [];
  return [
    part.promised.indicator.measure(indicatorInput({ ...part, window: { start, end } }, sources, known)),
  ];
}

function statementOf(
  { trigger, budget, long }: BurnPair,
  { part, known }: RunningPart,
  measured: Measured[],
  periodMinutes: number,
): BurnStatement {
  const allowed = allowedBad(part.promised.judging.target);
  const { longMinutes, shortMinutes } = burnLengths(long);
  const factor = burnFactor(percentage(budget), periodMinutes, longMinutes);
  const burnIn = (minutes: number) =>
    burnRate(countsIn(burnWindow(part, minutes, known.asOf), measured), allowed);
  const [longBurn, shortBurn] = [burnIn(longMinutes), burnIn(shortMinutes)];
  // Bounds are kept on a whole period; one that the agreement's first or last day cuts may be too short.
  const isAccepted = isFactorAccepted(factor, allowed);
  return {
    ...{ trigger, budgetShare: budget, long, longMinutes, shortMinutes },
    factor: ratioText(factor),
    longBurn: longBurn && ratioText(longBurn),
    shortBurn: shortBurn && ratioText(shortBurn),
    state: isAccepted ? burnState(longBurn, shortBurn, factor) : 'quiet',
  };
}

function countsIn(window: Interval, measured: Measured[]): BurnCounts {
  const counts = measured.map((one) => burnCounts(one, window));
  return {
    bad: counts.reduce((sum, { bad }) => sum + bad, 0),
    valid: counts.reduce((sum, { valid }) => sum + valid, 0),
  };
}
