// "Why this number?": the counts behind a value as an account that adds up, line by line. Pure.
import type { LedgerCounts, PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import { displayPercentage } from '@upheld/shared/exact/display';
import { compareRatios, ratio } from '@upheld/shared/exact/ratio';
import { readTarget } from '@upheld/shared/exact/target';
import { grouped, ratioOf } from '../words/number.ts';
import { sentenceCase } from '../words/names.ts';
import { displayWords } from '../words/promise.ts';

/** One line: what is counted, and how much. `kind` tells a sum from its parts. */
export type AccountLine = { label: string; value: string; kind: 'item' | 'less' | 'sum' | 'part' | 'result' };
export type Account = { unit: string; lines: AccountLine[]; reasoning: string | null };

/** The account of one judged period; null where nothing was counted. */
export function accountOf(promise: PromiseStatement, period: PromisePeriod): Account | null {
  if (period.ledger !== undefined) return minuteAccount(promise, period.ledger, period);
  if (period.events !== undefined) return eventAccount(promise, period.events, period);
  return null;
}

function minuteAccount(promise: PromiseStatement, ledger: LedgerCounts, period: PromisePeriod): Account {
  const { scheduled, excluded, good, bad, unmeasured } = ledger;
  const counted = scheduled - excluded;
  const line = (label: string, value: number, kind: AccountLine['kind']) => ({
    label,
    value: grouped(value),
    kind,
  });
  return {
    unit: 'Minutes',
    lines: [
      line(period.state === 'open' ? 'Scheduled so far' : 'Scheduled', scheduled, 'item'),
      line('Excluded, approved by both parties', excluded, 'less'),
      line('Counted', counted, 'sum'),
      line('good', good, 'part'),
      line('bad', bad, 'part'),
      line('not measured', unmeasured, 'part'),
      ...(counted === 0 ? [] : bounds(promise, good, unmeasured, counted)),
      result(period),
    ],
    reasoning: counted === 0 ? null : settledBy(ledger, period),
  };
}

/** The worst and the best case; one line where nothing is in doubt. */
function bounds(promise: PromiseStatement, good: number, unmeasured: number, counted: number): AccountLine[] {
  const fraction = (label: string, part: number): AccountLine => ({
    label: `${label}: ${grouped(part)} / ${grouped(counted)}`,
    value: share(promise, part, counted),
    kind: 'item',
  });
  if (unmeasured === 0) return [fraction('Good over counted', good)];
  return [fraction('If unmeasured is bad', good), fraction('If unmeasured is good', good + unmeasured)];
}

/** Which case settled the verdict, where they differ. */
function settledBy(ledger: LedgerCounts, { settled, verdict }: PromisePeriod): string | null {
  if (ledger.unmeasured === 0) return null;
  if (settled === null) {
    return 'The two cases lie on different sides of the target, so neither party may claim it.';
  }
  const worst = ratio(ledger.good, ledger.scheduled - ledger.excluded);
  const counted = compareRatios(ratioOf(settled), worst) === 0 ? 'bad' : 'good';
  if ((verdict === 'met') === (counted === 'bad')) {
    return `Even with every unmeasured minute counted as ${counted}, the target is ${verdict}.`;
  }
  return `The agreement counts minutes that were not measured as ${counted}.`;
}

function eventAccount(
  promise: PromiseStatement,
  events: { good: number; total: number },
  period: PromisePeriod,
): Account {
  const { good, total } = events;
  const words = eventWords(promise);
  const shown = words.judged === 'bad' ? total - good : good;
  const name = `${words.judged === 'bad' ? words.bad : words.good} over ${words.total.toLowerCase()}`;
  return {
    unit: words.unit,
    lines: [
      { label: words.total, value: grouped(total), kind: 'sum' },
      { label: words.good, value: grouped(good), kind: 'part' },
      { label: words.bad, value: grouped(total - good), kind: 'part' },
      ...(total === 0
        ? []
        : [
            {
              label: `${sentenceCase(name)}: ${grouped(shown)} / ${grouped(total)}`,
              value: share(promise, shown, total),
              kind: 'item' as const,
            },
          ]),
      result(period),
    ],
    reasoning: null,
  };
}

/** Cut as every value of this promise is: toward the worse side, never across the target. */
function share(promise: PromiseStatement, part: number, whole: number): string {
  return `${displayPercentage(ratio(part, whole), readTarget(promise))} %`;
}

/** The words for what a promise counts. */
export function eventWords(promise: PromiseStatement) {
  if (promise.kind === 'support') {
    return {
      unit: 'Tickets',
      total: 'Tickets decided',
      good: 'answered in time',
      bad: 'late or unknown',
      failed: 'late tickets',
      judged: 'good' as const,
    };
  }
  const errorRate = promise.indicator === 'error-rate';
  return {
    unit: 'Requests',
    total: 'Requests counted',
    good: promise.indicator === 'latency' ? 'fast enough' : 'good',
    bad: promise.indicator === 'latency' ? 'slow or unanswered' : 'failed',
    failed: promise.indicator === 'latency' ? 'slow requests' : 'failed requests',
    judged: errorRate ? ('bad' as const) : ('good' as const),
  };
}

function result(period: PromisePeriod): AccountLine {
  return { label: 'Value', value: displayWords(period.display) ?? 'none', kind: 'result' };
}
