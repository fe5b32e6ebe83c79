// A promise counted in support clocks, judged and written down (measurement.md section 6).
import { displayPercentage } from '../exact/display.ts';
import { complement, multiplyRatios, ratio, ratioText } from '../exact/ratio.ts';
import type { Target } from '../exact/target.ts';
import type { Day, Doubt, EventCounts } from './figures.ts';
import type { JudgedPart } from '../evaluation/statement.ts';
import { countClocks, judgeClocks } from '../tickets/clock-counts.ts';
import type { ClockCounts } from '../tickets/clock-counts.ts';
import type { SupportClock } from '../tickets/clocks.ts';
import type { Interval } from '../time/instant.ts';
import { clockList } from './clock-list.ts';
import { evidenceStrength, wilsonInterval } from './evidence.ts';
import type { JudgingInput } from './judging.ts';
import type { MeasuredClocks } from './measured.ts';
import { indexAtOrAfter } from './rising-column.ts';

export function judgedClocks(
  { decided, running, mayHideClocks }: MeasuredClocks,
  input: JudgingInput,
): JudgedPart {
  const counts = countClocks(decided);
  const total = counts.met + counts.missed + counts.unknown;
  const known = counts.met + counts.missed;
  const allowed = multiplyRatios(complement(input.terms.target.ratio), ratio(total, 1));
  const figures = {
    ...(total === 0 ? nothingDecided(input, mayHideClocks) : judgementOf(counts, input.terms.target)),
    inputs: { by: 'clocks' as const, ...counts },
    coverage: null,
    interval: wilsonInterval(counts.missed, known),
    irrecoverable: false,
    budget: { allowed: ratioText(allowed), consumed: counts.missed },
  };
  const lists = {
    ...{ badRanges: [], unmeasuredRanges: [], excludedRanges: [] },
    days: daysOf(decided, input.days),
    ...clockList([...decided, ...running], input.mostSlots),
  };
  return { figures, lists };
}

/** The clocks that were decided, and those of them that were met. */
export function clockEvents({ met, missed, unknown }: ClockCounts): EventCounts {
  return { good: met, total: met + missed + unknown };
}

/** A decided clock belongs to the window that holds the instant at which it was decided. */
export function isDecidedIn({ decidedAt }: SupportClock, { start, end }: Interval): boolean {
  return decidedAt !== null && start <= decidedAt && decidedAt < end;
}

type Judgement = Pick<JudgedPart['figures'], 'verdict' | 'doubts' | 'settled' | 'display' | 'evidence'>;

function nothingDecided({ window, asOf }: JudgingInput, mayHideClocks: boolean): Judgement {
  const known: Doubt = mayHideClocks ? 'unknown-clocks' : 'nothing-due';
  const doubt = asOf <= window.start ? 'nothing-elapsed' : known;
  return { verdict: 'undetermined', doubts: [doubt], settled: null, display: null, evidence: null };
}

function judgementOf(counts: ClockCounts, target: Target): Judgement {
  const { met, unknown } = counts;
  const { total } = clockEvents(counts);
  const verdict = judgeClocks(counts, target);
  const [worst, best] = [met, met + unknown].map((good) => displayPercentage(ratio(good, total), target));
  if (verdict === 'undetermined') {
    const display = `${worst} % .. ${best} %`;
    return { verdict, doubts: ['unknown-clocks'], settled: null, display, evidence: null };
  }
  const good = verdict === 'met' ? met : met + unknown;
  const allowedBad = complement(target.ratio);
  return {
    verdict,
    doubts: [],
    settled: ratioText(ratio(good, total)),
    display: `${verdict === 'met' ? worst : best} %`,
    evidence: evidenceStrength({ bad: total - good, total, allowedBad, verdict }),
  };
}

/** Each clock is looked at once and not once a day: there may be millions. `days` are in order and apart. */
function daysOf(decided: SupportClock[], days: JudgingInput['days']): Day[] {
  const starts = Float64Array.from(days, ({ start }) => start);
  const byPlace = Map.groupBy(decided, ({ decidedAt }) => indexAtOrAfter(starts, (decidedAt ?? 0) + 1) - 1);
  return days.map((day, place) => {
    const ofDay = (byPlace.get(place) ?? []).filter((clock) => isDecidedIn(clock, day));
    return { date: day.date, ledger: null, events: clockEvents(countClocks(ofDay)) };
  });
}
