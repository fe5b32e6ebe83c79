// The minutes of targets (measurement.md section 2): what the vantages of a target agree on, and what
// several targets come to together.
import type { Interval } from '../time/instant.ts';
import { minutesOf } from './minute-span.ts';
import { minuteState } from './minute-state.ts';
import { statesOf } from './minute-reading.ts';
import type { StateTerms } from './minute-reading.ts';
import type { VantageFacts } from './tallied.ts';

/** How the samples of one target are read. */
export type MinuteTerms = StateTerms & {
  /** How many of the vantages that speak must call a minute bad. */
  agreeing: number;
};

/** The state of every minute of the window for one target, from the series of all its vantages. */
export function targetMinutes(vantages: VantageFacts[], window: Interval, terms: MinuteTerms): Uint8Array {
  const span = minutesOf(window);
  const states = vantages.map((series) => statesOf(series, span, terms));
  return agree(states, span.count, terms.agreeing);
}

/**
 * The state of every minute for several targets together. `all`: bad if any is bad, else unmeasured if
 * any is, else good. `any`: good if any is good, else unmeasured if any is, else bad.
 */
export function combineTargets(targets: Uint8Array[], combine: 'all' | 'any'): Uint8Array {
  const strongest =
    combine === 'all'
      ? [minuteState.bad, minuteState.unmeasured, minuteState.good]
      : [minuteState.good, minuteState.unmeasured, minuteState.bad];
  const rank = strongest.map((_, state) => strongest.findIndex((candidate) => candidate === state));
  const [first = new Uint8Array(), ...others] = targets;
  const combined = first.slice();
  for (const other of others) {
    for (let minute = 0; minute < combined.length; minute++) {
      const state = other[minute] ?? minuteState.unmeasured;
      const known = combined[minute] ?? minuteState.unmeasured;
      // Most minutes are the same for all: to compare first takes a third less time.
      if (state !== known && (rank[state] ?? 0) < (rank[known] ?? 0)) combined[minute] = state;
    }
  }
  return combined;
}

function agree(vantages: Uint8Array[], count: number, agreeing: number): Uint8Array {
  if (vantages.length === 1 && vantages[0] !== undefined) return vantages[0];
  const states = new Uint8Array(count);
  for (let minute = 0; minute < count; minute++) {
    let speaking = 0;
    let bad = 0;
    for (const vantage of vantages) {
      if (vantage[minute] !== minuteState.unmeasured) speaking += 1;
      if (vantage[minute] === minuteState.bad) bad += 1;
    }
    if (speaking === 0) continue;
    states[minute] = bad >= Math.min(agreeing, speaking) ? minuteState.bad : minuteState.good;
  }
  return states;
}
