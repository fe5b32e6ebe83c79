// The allowance: how much may fail in the period, how much has, and what is left. Pure.
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import { displayNumber } from '@upheld/shared/exact/display';
import { ratio, subtractRatios } from '@upheld/shared/exact/ratio';
import type { Ratio } from '@upheld/shared/exact/ratio';
import { grouped, ratioOf } from '../words/number.ts';

export type Allowance = { allowed: string; used: string; left: string; over: boolean; unit: string };

/** Null where the promise has no budget, such as in an excluded period. */
export function allowanceOf(
  promise: PromiseStatement,
  period: Pick<PromisePeriod, 'budget'>,
): Allowance | null {
  if (period.budget === null) return null;
  const allowed = ratioOf(period.budget.allowed);
  const consumed = ratio(period.budget.consumed, 1);
  const over = consumed.num * allowed.den > allowed.num;
  const left = over ? subtractRatios(consumed, allowed) : subtractRatios(allowed, consumed);
  return {
    allowed: exact(allowed),
    used: exact(consumed),
    left: exact(left),
    over,
    unit: `${promise.words.bad} ${promise.words.unit}`,
  };
}

/** `Allowed: 10.02 bad minutes. Used: 23, which is 12.98 too many.` */
export function allowanceWords({ allowed, used, left, over, unit }: Allowance): string {
  return `Allowed: ${allowed} ${unit}. Used: ${used}, ${over ? `which is ${left} too many` : `so ${left} are left`}.`;
}

/** Up to three decimals, which hold a target such as 99.9 % of whole minutes exactly. */
function exact(value: Ratio): string {
  return grouped(displayNumber(value, 3));
}
