// First response: the share of a severity's tickets that a human of the supplier answered in time
// (measurement.md section 6). Its clocks are decided in tickets/; here they are sorted into a period.
import type { Severity } from '../agreement/agreement.ts';
import type { ClockStatement, Day, Doubt, EventCounts, JudgedPeriod } from '../evaluation/statement.ts';
import { evidenceStrength } from '../measurement/evidence.ts';
import { displayPercentage } from '../exact/display.ts';
import { complement, multiplyRatios, ratio, ratioText } from '../exact/ratio.ts';
import { readTarget } from '../exact/target.ts';
import type { Target } from '../exact/target.ts';
import { countClocks, judgeClocks } from '../tickets/clock-counts.ts';
import type { ClockCounts } from '../tickets/clock-counts.ts';
import type { ResponseClock } from '../tickets/clocks.ts';
import type { Instant, Interval } from '../time/instant.ts';

export const firstResponseFormula = 'tickets answered in time / tickets answered or fallen due';

export type FirstResponseInput = {
  /** Every first-response clock of the desk at `asOf`. */
  clocks: ResponseClock[];
  severity: Pick<Severity, 'level' | 'target'>;
  window: Interval;
  days: (Interval & { date: string })[];
  asOf: Instant;
};

/**
 * Judges one severity over one window: a clock belongs to the window in which it was decided and to the
 * severity in force then. Running clocks are listed while the window is open and never counted.
 */
export function judgeFirstResponse(input: FirstResponseInput): JudgedPeriod {
  const { severity, window, days } = input;
  const own = input.clocks.filter((clock) => clock.severity === severity.level);
  const decided = own.filter((clock) => isDecidedIn(clock, window));
  const counts = countClocks(decided);
  return {
    ...judgementOf(counts, readTarget({ op: '>=', target: severity.target }), input),
    events: eventsOf(counts),
    coverage: null,
    irrecoverable: false,
    ...{ badRanges: [], unmeasuredRanges: [], excludedRanges: [] },
    days: days.map((day): Day => {
      const ofDay = decided.filter((clock) => isDecidedIn(clock, day));
      return { date: day.date, ledger: null, events: eventsOf(countClocks(ofDay)) };
    }),
    clocks: listed([...decided, ...runningIn(own, input)]),
  };
}

type Judgement = Pick<JudgedPeriod, 'verdict' | 'doubts' | 'settled' | 'display' | 'evidence' | 'budget'>;

function judgementOf(counts: ClockCounts, target: Target, { window, asOf }: FirstResponseInput): Judgement {
  const { met, missed, unknown } = counts;
  const total = met + missed + unknown;
  const open = { settled: null, evidence: null };
  if (window.start >= window.end) {
    return { ...open, verdict: 'excluded', doubts: [], display: null, budget: null };
  }
  const allowedBad = complement(target.ratio);
  const budget = { allowed: ratioText(multiplyRatios(allowedBad, ratio(total, 1))), consumed: missed };
  if (total === 0) {
    const doubt: Doubt = asOf <= window.start ? 'nothing-elapsed' : 'minimum-sample';
    return { ...open, verdict: 'undetermined', doubts: [doubt], display: null, budget };
  }
  const verdict = judgeClocks(counts, target);
  const [worst, best] = [met, met + unknown].map((good) => displayPercentage(ratio(good, total), target));
  if (verdict === 'undetermined') {
    return { ...open, verdict, doubts: ['unknown-clocks'], display: `${worst} % .. ${best} %`, budget };
  }
  const good = verdict === 'met' ? met : met + unknown;
  return {
    verdict,
    doubts: [],
    settled: ratioText(ratio(good, total)),
    display: `${verdict === 'met' ? worst : best} %`,
    evidence: evidenceStrength({ bad: total - good, total, allowedBad, verdict }),
    budget,
  };
}

function eventsOf({ met, missed, unknown }: ClockCounts): EventCounts {
  return { good: met, total: met + missed + unknown };
}

function isDecidedIn({ decidedAt }: ResponseClock, { start, end }: Interval): boolean {
  return decidedAt !== null && start <= decidedAt && decidedAt < end;
}

function runningIn(clocks: ResponseClock[], { window, asOf }: FirstResponseInput): ResponseClock[] {
  const isOpen = window.start <= asOf && asOf < window.end;
  return isOpen ? clocks.filter(({ state }) => state === 'running') : [];
}

const listOrder: ClockStatement['state'][] = ['missed', 'unknown', 'running', 'met'];

/** Missed first, then by due instant. */
function listed(clocks: ResponseClock[]): ClockStatement[] {
  return clocks
    .flatMap(({ ticket, severity, startAt, dueAt, stoppedAt, state }) =>
      state === 'merged' ? [] : [{ ticket, severity, startAt, dueAt, stoppedAt, state }],
    )
    .sort(
      (a, b) =>
        listOrder.indexOf(a.state) - listOrder.indexOf(b.state) ||
        (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity),
    );
}
