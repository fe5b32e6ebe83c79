// Statements from the store, judged once per set of facts: as long as neither the facts nor the terms nor
// the minute changed, the same statement is given again.
import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { MINUTE, type Instant } from '@upheld/shared/time/instant';
import { periodBounds } from '@upheld/shared/time/period';
import type { Store } from '../store/store.ts';
import { loadFacts, reachOf } from './facts.ts';

export type Judging = {
  agreement: Agreement;
  exclusions: Exclusion[];
  /** `2026-07`, `2026-Q3` or `2026`; a RangeError tells what is wrong with any other. */
  period: string;
  asOf: Instant;
};

export type Evaluate = (judging: Judging) => Promise<Statement>;

/** Judges straight from the store. */
export function evaluateFrom(store: Store, polled: (type: string) => boolean): Evaluate {
  return async ({ agreement, exclusions, period: name, asOf }) => {
    const period = periodBounds(name, agreement.timeZone, agreement.fiscalYearStart);
    const facts = await loadFacts({ store, agreement, period, asOf, polled });
    return evaluateAgreement({ agreement, exclusions, period: name, facts, asOf });
  };
}

type Remembered = {
  key: string;
  agreement: Agreement;
  exclusions: Exclusion[];
  statement: Promise<Statement>;
};

/** Gives the same statement again while nothing that it depends on has changed. */
export function remember(store: Store, evaluate: Evaluate, entries = 1_000): Evaluate {
  const remembered = new Map<string, Remembered>();
  return async (judging) => {
    const { agreement, exclusions, period: name, asOf } = judging;
    const period = periodBounds(name, agreement.timeZone, agreement.fiscalYearStart);
    const revision = await store.revision(agreement.name, reachOf(agreement, period));
    const key = `${revision} ${period.end <= asOf ? 'closed' : Math.floor(asOf / MINUTE)}`;
    const place = `${agreement.name} ${name}`;
    const known = remembered.get(place);
    if (known?.key === key && known.agreement === agreement && known.exclusions === exclusions) {
      return known.statement;
    }
    const statement = evaluate(judging);
    remembered.delete(place);
    remembered.set(place, { key, agreement, exclusions, statement });
    statement.catch(() => remembered.delete(place));
    for (const oldest of remembered.keys()) if (remembered.size > entries) remembered.delete(oldest);
    return statement;
  };
}
