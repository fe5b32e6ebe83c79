// Statements from the store, judged once per set of facts: as long as neither the facts nor the terms nor
// the minute changed, the same statement is given again.
import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { MINUTE, type Instant } from '@upheld/shared/time/instant';
import { periodBounds } from '@upheld/shared/time/period';
import type { Store } from '../store/store.ts';
import { loadFacts, reachOf, type FactStore } from './facts.ts';
import { keepTallies } from './tallies/keep.ts';
import { createMaking } from './tallies/making.ts';
import { judge as judgeHere, type Judge } from './judge.ts';

export type Judging = {
  agreement: Agreement;
  exclusions: Exclusion[];
  /** `2026-07`, `2026-Q3` or `2026`; a RangeError tells what is wrong with any other. */
  period: string;
  asOf: Instant;
};

export type Evaluate = (judging: Judging) => Promise<Statement>;

/**
 * Judges from the store; `judge` may do so in another thread. What tallies cannot tell is read as samples, and
 * tallied for the next time, by one evaluation at a time; `fromTallies: false` leaves tallies alone.
 */
export function evaluateFrom(
  store: FactStore & Pick<Store, 'putTallies'>,
  polled: (type: string) => boolean,
  judge: Judge = judgeHere,
  { fromTallies = true } = {},
): Evaluate {
  const keep = keepTallies(store);
  const begin = createMaking();
  return async ({ agreement, exclusions, period: name, asOf }) => {
    const period = periodBounds(name, agreement.timeZone, agreement.fiscalYearStart);
    const making = fromTallies ? begin() : undefined;
    try {
      const facts = await loadFacts({ store, agreement, period, asOf, polled, making });
      const { statement, tallies } = await judge({ agreement, exclusions, period: name, facts, asOf });
      await keep(agreement.name, tallies);
      return statement;
    } finally {
      making?.release();
    }
  };
}

type Remembered = { key: string; exclusions: Exclusion[]; statement: Promise<Statement> };

/** The quarters, months and years of the last years: what pages ask for again and again. */
const periodsRemembered = 100;

/** Gives the same statement again while nothing that it depends on has changed. */
export function remember(store: Pick<Store, 'revision'>, evaluate: Evaluate): Evaluate {
  // By the agreement itself: after a reload every agreement is a new one, and the old statements go with it.
  const remembered = new WeakMap<Agreement, Map<string, Remembered>>();
  return async (judging) => {
    const { agreement, exclusions, period } = judging;
    const known = remembered.get(agreement) ?? new Map<string, Remembered>();
    remembered.set(agreement, known);
    const key = await keyOf(store, judging);
    const last = known.get(period);
    if (last?.key === key && last.exclusions === exclusions) return last.statement;
    const next = { key, exclusions, statement: evaluate(judging) };
    known.delete(period);
    known.set(period, next);
    const [oldest] = known.keys();
    if (known.size > periodsRemembered && oldest !== undefined) known.delete(oldest);
    next.statement.catch(() => known.get(period) === next && known.delete(period));
    return next.statement;
  };
}

/** The same as long as the facts that bear on the period are, and for a period that runs, the minute. */
async function keyOf(store: Pick<Store, 'revision'>, { agreement, period: name, asOf }: Judging) {
  const period = periodBounds(name, agreement.timeZone, agreement.fiscalYearStart);
  const revision = await store.revision(agreement.name, reachOf(agreement, period, asOf));
  return `${revision} ${period.end <= asOf ? 'closed' : Math.floor(asOf / MINUTE)}`;
}
