// From the numbers that PromQL gives to whole requests. increase() extrapolates from the scrapes inside the
// hour to its edges, so the numbers of whole requests come with fractions.
import type { SliceCounts, SliceFault } from '@upheld/shared/facts/slice';
import { compareRatios, decimal, ratio, subtractRatios, type Ratio } from '@upheld/shared/exact/ratio';

/** The numbers as texts, null where a query gave no series; `part` counts the bad requests or the good ones. */
export type Counted = { total: string | null; part: string | null; partIs: 'bad' | 'good' };

export type Judged =
  { counts: SliceCounts; fault: null; words: null } | { counts: null; fault: SliceFault; words: string };

type Read = { ok: true; exact: Ratio; whole: bigint } | { ok: false; fault: SliceFault };

/** How numbers are written: Go's shortest form of a double, with an exponent only where it is tiny or huge. */
export const numberPattern = /^(NaN|[+-]?Inf|-?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?)$/;

/**
 * Numbers are rounded to the nearest whole, halves up. Part and total are extrapolated each on its own: a part
 * that exceeds the total by less than one request is taken for all of them. An hour without any request has
 * no bad ones, whatever the query of them gives; else a part without a series is a fault and never a zero.
 */
export function judgeCounts({ total, part, partIs }: Counted): Judged {
  const all = readCount(total);
  if (!all.ok) return faulty(all.fault, 'total');
  const some = part === null && all.whole === 0n ? all : readCount(part);
  if (!some.ok) return faulty(some.fault, partIs);
  const isMore = some.whole > all.whole;
  const excess = subtractRatios(some.exact, all.exact);
  if (isMore && compareRatios(excess, ratio(1, 1)) >= 0) return faulty('not-a-count', partIs);
  const whole = isMore ? all.whole : some.whole;
  const bad = partIs === 'bad' ? whole : all.whole - whole;
  return { counts: { total: Number(all.whole), bad: Number(bad) }, fault: null, words: null };
}

function readCount(text: string | null): Read {
  if (text === null) return { ok: false, fault: 'empty' };
  if (text === 'NaN') return { ok: false, fault: 'not-a-number' };
  if (text.endsWith('Inf')) return { ok: false, fault: 'not-a-count' };
  const exact = readDecimal(text);
  const whole = roundHalfUp(exact);
  const isCount = whole >= 0n && whole <= BigInt(Number.MAX_SAFE_INTEGER);
  return isCount ? { ok: true, exact, whole } : { ok: false, fault: 'not-a-count' };
}

function readDecimal(text: string): Ratio {
  const [mantissa = '0', exponent = '0'] = text.toLowerCase().split('e');
  const { num, den } = decimal(mantissa);
  const power = BigInt(exponent);
  return power < 0n ? ratio(num, den * 10n ** -power) : ratio(num * 10n ** power, den);
}

function roundHalfUp({ num, den }: Ratio): bigint {
  const [top, bottom] = [2n * num + den, 2n * den];
  return top < 0n && top % bottom !== 0n ? top / bottom - 1n : top / bottom;
}

type Query = 'total' | 'bad' | 'good';

const emptyWords: Record<Query, string> = {
  total: 'the query of all requests gives no series: nothing is counted there, or not under that name',
  bad: 'the query of bad requests gives no series while there are requests; if that means that none was bad, end it with `or vector(0)`',
  good: 'no bucket of the histogram ends at the threshold; put every threshold into le, so that requests within it are counted',
};

const names: Record<Query, string> = {
  total: 'all requests',
  bad: 'bad requests',
  good: 'requests within the threshold',
};

function faulty(fault: SliceFault, query: Query): Judged {
  const words = {
    empty: emptyWords[query],
    'not-a-number': `the query of ${names[query]} gives NaN, as 0/0 does; ask for counts, not for ratios`,
    'not-a-count': `the query of ${names[query]} gives a number that is negative, infinite or more than all requests`,
  };
  return { counts: null, fault, words: words[fault] };
}
