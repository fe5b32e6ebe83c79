// Which part a judged period stands under, and whether it says anything about its promise.
import type { PartStatement, PromisePeriod } from '../evaluation/statement.ts';

/** The part of a period that decides its verdict; undefined where the agreement does not count in it. */
export function decidingPart({ parts, deciding }: PromisePeriod): PartStatement | undefined {
  return deciding === null ? undefined : parts[deciding];
}

/** Whether something was owed in what has elapsed of the period, so that its verdict says something. */
export function saysSomething({ doubts }: PromisePeriod): boolean {
  return !doubts.includes('nothing-elapsed') && !doubts.includes('nothing-due');
}
