// One part of a period's explanation: the terms in force, the account, and what stands behind it. Pure.
import type { AccountLine } from '@upheld/shared/evaluation/account';
import type { Explanation } from '@upheld/shared/evaluation/explanation';
import { feedsOf } from '@upheld/shared/measurement/figures';
import type { Inputs, Quantiles } from '@upheld/shared/measurement/figures';
import type { PromiseStatement } from '@upheld/shared/evaluation/statement';
import { printDate } from '../words/instant.ts';
import { readable } from '../words/names.ts';
import { countedUnits, grouped, sharePercent } from '../words/number.ts';
import { displayWords, ownTermWords, partTargetWords, percentWords } from '../words/promise.ts';
import { allowanceOf, allowanceWords } from './budget.ts';
import { pairs } from './pairs.ts';
import type { Pair } from './pairs.ts';
import { trafficView } from './traffic.ts';

type Part = Explanation['parts'][number];
export type WhyPart = ReturnType<typeof whyPart>;

/** What the page shows of a part; instants are in `zone`. */
export function whyPart(part: Part, promise: PromiseStatement, zone: string) {
  const { start, end, verdict, because, exclusions, samples, notes, traffic = [] } = part;
  const allowance = allowanceOf(promise, part);
  return {
    key: String(start),
    dates: `${printDate(start, zone)} to ${printDate(end - 1, zone)}`,
    verdict,
    because,
    target: partTargetWords(part),
    terms: termPairs(part),
    account: part.account.map(accountRow),
    allowance: allowance && { words: allowanceWords(allowance), over: allowance.over },
    strength: [coverageWords(part), evidenceWords(part)].filter((sentence) => sentence !== null),
    notes,
    // Counts have none, and the notes say so.
    quantiles: traffic.length > 0 ? [] : quantilesOf(part.quantiles),
    traffic: trafficView(part, zone),
    exclusions: exclusions.map(({ name, effect, minutes }) => ({
      name: readable(name),
      effect: effect === 'remove' ? 'do not count' : 'count as good',
      minutes: grouped(minutes),
    })),
    samples: samples.map(({ source, vantage, ok, bad, unmeasured }) => ({
      ...{ key: `${source} ${vantage}`, source, vantage },
      ...{ ok: grouped(ok), bad: grouped(bad), unmeasured: grouped(unmeasured) },
    })),
  };
}

const notMeasured = {
  undetermined: 'count neither way: where they could turn the verdict, it is undetermined',
  good: 'count as good',
  bad: 'count as bad',
};

function termPairs(part: Part): Pair[] {
  const { terms, formula, inputs } = part;
  const { version, calendar, critical, minimumSample, coverageFloor, indicator } = terms;
  const isMinutes = inputs.by === 'minutes';
  const isEvents = inputs.by === 'events';
  return pairs({
    'Terms in force': version === null ? 'The agreement as signed' : `Amendment “${readable(version)}”`,
    Target: partTargetWords(part),
    Critical: critical && percentWords(critical),
    Asks: ownTermWords(indicator) || null,
    Calendar: inputs.by === 'load-test' ? null : calendar,
    Formula: formula,
    'Unmeasured minutes': isMinutes ? notMeasured[terms.notMeasured] : null,
    'Judged from': isEvents
      ? `${countedUnits(minimumSample, 'cases')} and ${percentWords(coverageFloor)} coverage on`
      : null,
  });
}

function accountRow({ label, kind, count, share, text }: AccountLine) {
  if (share !== null) {
    const { part, whole, display } = share;
    return { label: `${label}: ${grouped(part)} / ${grouped(whole)}`, kind, value: display };
  }
  const value = count === null ? (displayWords(text) ?? 'none') : grouped(count);
  return { label, kind, value: kind === 'less' && count !== 0 ? `\u2212\u2009${value}` : value };
}

function coverageWords({ coverage, inputs, terms }: Part): string | null {
  if (coverage === null) return null;
  const share = sharePercent(coverage, 2);
  if (inputs.by === 'events') {
    return `Coverage: ${coveredWords(inputs, share)}; the floor is ${percentWords(terms.coverageFloor)}.`;
  }
  return `Coverage: ${share} of the counted minutes were measured.`;
}

/** Checks and hours of counted traffic are covered each for themselves, and the lower share is held against the floor. */
function coveredWords(inputs: Inputs & { by: 'events' }, share: string): string {
  const { checks, hours } = feedsOf(inputs);
  const checked = `${grouped(checks.covered)} of ${grouped(checks.due)} scheduled checks have a result`;
  if (hours === null) return `${checked}, ${share}`;
  const read = `${grouped(hours.covered)} of ${grouped(hours.due)} hours of traffic were counted whole`;
  return checks.due === 0 ? `${read}, ${share}` : `${checked} and ${read}; the lower share is ${share}`;
}

/** How strong the evidence is, beside the verdict and never instead of it. */
function evidenceWords({ evidence, interval }: Part): string | null {
  if (interval === null) return null;
  const percent = (share: number) => (share * 100).toFixed(4);
  const range = `the bad share lies between ${percent(interval.low)} and ${percent(interval.high)} % (95 % Wilson interval)`;
  if (evidence === null) return `Evidence: ${range}.`;
  return evidence === 'conclusive'
    ? `Conclusive evidence: ${range}, which rules out that chance alone turned the verdict.`
    : `Inconclusive evidence: ${range}, so with this few cases the true share may be on the other side of the target. The verdict stands.`;
}

function quantilesOf(quantiles: Quantiles | undefined): { label: string; value: string }[] {
  return Object.entries(quantiles ?? {}).map(([label, value]) => ({
    label,
    value: value === null ? 'none' : value === 'no-response' ? 'no response' : `${value.toFixed(1)} ms`,
  }));
}
