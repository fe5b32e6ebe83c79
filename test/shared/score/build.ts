// Judged promises as a statement holds them, and agreements as the score and credits read them; a test
// changes one thing.
import type { FullTerms } from '@upheld/shared/agreement/document';
import type { Inputs } from '@upheld/shared/measurement/figures';
import type {
  PartStatement,
  PromisePeriod,
  PromiseStatement,
  TermsStatement,
} from '@upheld/shared/evaluation/statement';
import type { ScoreItem } from '@upheld/shared/score/score-item';
import { scaleOf } from '@upheld/shared/score/scale';
import { percentage, ratio } from '@upheld/shared/exact/ratio';
import { aPeriod, aPromise } from '../../builders/agreement.ts';
import { always, anObjective, businessHours } from '../evaluation/build.ts';

/** A thousand minutes, `bad` and `unmeasured` of which are not good. */
export function aLedger({ bad = 0, unmeasured = 0 } = {}): Inputs {
  const good = 1000 - bad - unmeasured;
  const totals = { scheduled: 1000, excluded: 0, scheduledTotal: 1000, excludedTotal: 0 };
  return { by: 'minutes', ...totals, good, bad, unmeasured };
}

type Judged = Partial<PromisePeriod> & { terms?: Partial<TermsStatement>; inputs?: Inputs };

/** July 2026 in Berlin under `>= 99.9%`, all good unless `change` says otherwise; one part decides. */
export function judged({ terms = {}, inputs = aLedger(), ...change }: Judged = {}): PromisePeriod {
  const period = aPeriod({ settled: { num: '1', den: '1' }, ...change });
  const { verdict, doubts, coverage, settled, display, evidence, irrecoverable, budget } = period;
  const part: PartStatement = {
    ...{ start: period.start, end: period.end },
    ...{ verdict, doubts, inputs, coverage, settled, display, evidence, interval: null },
    ...{ irrecoverable, budget, formula: 'good minutes / (scheduled - excluded)' },
    ...{ exclusions: [], samples: [] },
    terms: {
      ...{ version: null, op: '>=', target: '99.9%', critical: null, calendar: 'always' },
      ...{ notMeasured: 'undetermined', minimumSample: 1, coverageFloor: '95%', indicator: {} },
      ...terms,
    },
  };
  return { ...period, parts: [part], deciding: 0 };
}

/** Missed at `bad` of a thousand minutes. */
export function missed(bad: number, change: Judged = {}): PromisePeriod {
  const settled = { num: String(1000 - bad), den: '1000' };
  return judged({ verdict: 'missed', settled, inputs: aLedger({ bad }), ...change });
}

/** Undetermined, with `bad` minutes bad and `unmeasured` in doubt of a thousand. */
export function inDoubt(bad: number, unmeasured: number, change: Judged = {}): PromisePeriod {
  const inputs = aLedger({ bad, unmeasured });
  return judged({ verdict: 'undetermined', doubts: ['unmeasured'], settled: null, inputs, ...change });
}

/** A period of which nothing has elapsed. */
export function toCome(change: Judged = {}): PromisePeriod {
  return judged({
    ...{ verdict: 'undetermined', doubts: ['nothing-elapsed'], settled: null, state: 'open' },
    ...change,
  });
}

/** `uptime`, `>= 99.9%` by the month. */
export function promise(periods: PromisePeriod[], change: Partial<PromiseStatement> = {}): PromiseStatement {
  return aPromise({ target: '99.9%', periods, ...change });
}

type ReadTerms = Pick<
  FullTerms,
  'objectives' | 'obligations' | 'kpis' | 'score' | 'credits' | 'governance' | 'calendars' | 'timeZone'
>;

/** An agreement in Berlin that promises `uptime`, with the default weights and no credit table. */
export function terms(change: Partial<ReadTerms> = {}): ReadTerms {
  return {
    objectives: [anObjective()],
    obligations: [],
    kpis: [],
    score: { weights: { technical: 45, support: 25, obligations: 15, relationship: 15 } },
    governance: {
      calendar: 'business',
      bodies: [],
      exclusions: { approval: 'other-party' },
      closeAfter: '5bd',
      disputeWithin: '30d',
    },
    calendars: { always, business: businessHours },
    timeZone: 'Europe/Berlin',
    ...change,
  };
}

/** A technical promise of `>= 99.9%` that was met at its ideal. */
export function item(change: Partial<ScoreItem> = {}): ScoreItem {
  return {
    subject: { name: 'uptime', period: '2026-07', source: null },
    ...{ pillar: 'technical', weight: ratio(1, 1) },
    scale: scaleOf({ op: '>=', ratio: percentage('99.9%') }),
    ...{ worst: ratio(1, 1), best: ratio(1, 1) },
    promise: { verdict: 'met', critical: null, previousVerdict: null },
    ...change,
  };
}
