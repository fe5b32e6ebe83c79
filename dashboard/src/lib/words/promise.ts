// What a promise asks for and why its verdict is what it is, in words.
import type { Verdict } from '@upheld/shared/measurement/figures';
import type { PartStatement, PromiseStatement, TermsStatement } from '@upheld/shared/evaluation/statement';
import { grouped } from './number.ts';

/** The word for each verdict; the same in files, API, metrics and pages. */
export const verdictWord: Record<Verdict, string> = {
  met: 'Met',
  missed: 'Missed',
  undetermined: 'Undetermined',
  excluded: 'Excluded',
};

/** What each verdict says, for the key under the tables. */
export const verdictMeaning: Record<Verdict, string> = {
  missed: 'the target cannot have been kept, even if everything unmeasured was good',
  undetermined: 'what was measured proves neither; it is never counted as kept',
  met: 'the target was kept, even if everything unmeasured was bad',
  excluded: 'everything in the period is covered by exclusions that both parties approved',
};

/** What `at risk` says beside a verdict. */
export const atRiskMeaning = 'open, and heading for a miss: its allowance is used too fast, or will not last';

const operators: Record<PromiseStatement['op'], string> = {
  '>=': 'at least',
  '>': 'above',
  '<=': 'at most',
  '<': 'below',
};

/** `>=` and `99.9%` as `at least 99.9 %`. */
export function targetWords({ op, target }: Pick<PromiseStatement, 'op' | 'target'>): string {
  return `${operators[op]} ${percentWords(target)}`;
}

/** The target that a part was held against; of a load test it is users, not a share. */
export function partTargetWords({ terms, inputs }: Pick<PartStatement, 'terms' | 'inputs'>): string {
  return inputs.by === 'load-test' ? `at least ${grouped(inputs.promisedUsers)} users` : targetWords(terms);
}

/** `99.9%` as `99.9 %`. */
export function percentWords(percentage: string): string {
  return percentage.replace(/(\d)%$/, '$1 %');
}

/** A statement's display as prose: `99.520 % .. 99.991 %` becomes `99.520 to 99.991 %`. */
export function displayWords(display: string | null): string | null {
  return display?.replace(/ % \.\. /, ' to ') ?? null;
}

/** Terms of indicators that read better as words than as their names. */
const ownTerms = new Map([
  ['combine all', 'every source good at once'],
  ['combine any', 'one good source is enough'],
  ['noResponse slow', 'no response counts as slow'],
  ['noResponse exclude', 'no response leaves the count'],
]);

/** What its own indicator asks for beside the target: `threshold 200 ms`, `severity 2, within 8 h`. */
export function ownTermWords(indicator: TermsStatement['indicator']): string {
  return Object.entries(indicator)
    .map(([name, value]) => ownTerms.get(`${name} ${value}`) ?? `${fieldWords(name)} ${valueWords(value)}`)
    .join(', ');
}

function fieldWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function valueWords(value: TermsStatement['indicator'][string]): string {
  if (typeof value === 'number') return grouped(value);
  if (typeof value === 'string') return value.replace(/^(\d+)([a-z]+|%)$/, '$1 $2');
  return Array.isArray(value) ? value.map(valueWords).join(' and ') : JSON.stringify(value);
}
