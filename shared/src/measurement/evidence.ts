// How strong the evidence behind a verdict is (measurement.md section 4): whether the Wilson 95 %
// interval of the bad share leaves the target on the verdict's side.
import type { Ratio } from '../exact/ratio.ts';
import type { Verdict } from './figures.ts';

/** The standard normal quantile of a two-sided 95 % interval, as an exact decimal. */
const Z = { num: 1_959_964n, den: 1_000_000n };

export type EvidenceStrength = 'conclusive' | 'inconclusive' | null;

/**
 * `conclusive` when (p - t)² > z²·t(1 - t)/n and p lies on the verdict's side of the allowed bad share t,
 * with p = bad/total and n = total: the condition that t lies outside the Wilson interval (Wilson 1927),
 * decided in integers. Null unless the verdict is met or missed.
 */
export function evidenceStrength(input: {
  bad: number;
  total: number;
  allowedBad: Ratio;
  verdict: Verdict;
}): EvidenceStrength {
  const { bad, total, allowedBad, verdict } = input;
  if (verdict !== 'met' && verdict !== 'missed') return null;
  const n = BigInt(total);
  const { num: a, den: d } = allowedBad;
  // Both sides of the condition multiplied by n²·d²·Z.den².
  const distance = BigInt(bad) * d - a * n;
  const isOnSide = verdict === 'met' ? distance < 0n : distance > 0n;
  const isOutside = distance * distance * Z.den * Z.den > Z.num * Z.num * a * (d - a) * n;
  return isOnSide && isOutside ? 'conclusive' : 'inconclusive';
}

/**
 * How many events without a bad one it takes to prove a promise: the least n for which no bad events in n
 * are `conclusive`, that is t² > z²·t(1 - t)/n, n > z²(1 - t)/t. Null where nothing bad is allowed,
 * because no number proves that.
 *
 *     eventsNeeded(percentage('0.1%')); // 3838: z² · 999 = 3837.6
 */
export function eventsNeeded({ num: a, den: d }: Ratio): number | null {
  if (a === 0n) return null;
  return Number((Z.num * Z.num * (d - a)) / (Z.den * Z.den * a)) + 1;
}

/** The Wilson 95 % interval of bad/total in floating point, for display; null without events. */
export function wilsonInterval(bad: number, total: number): { low: number; high: number } | null {
  if (total === 0) return null;
  const z = Number(Z.num) / Number(Z.den);
  const p = bad / total;
  const scale = 1 + (z * z) / total;
  const centre = (p + (z * z) / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
