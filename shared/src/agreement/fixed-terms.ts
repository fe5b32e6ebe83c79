// What an amendment leaves as it is, because facts are kept by it or periods are cut by it.
import type { Change } from './agreement.ts';
import type { FullTerms } from './document.ts';
import { such } from './rule.ts';

/** A term that stays, named by its path in words. One that `mayGo` can be removed, though never changed. */
export type FixedTerm = { path: string; value: string; mayGo: boolean; rule: string };

const whole = (what: string) =>
  such(`an amendment keeps ${what}, because periods begin by it; conclude a new agreement`, 'acme-2');

const partyRule = such('an amendment keeps both parties and their ids; conclude a new agreement', 'acme-2');

const sourceRule = such(
  'a source keeps its name, because facts are kept under it; remove it and add another',
  '{ path: sources.api-2, to: { name: api-2, ... } }',
);

const periodRule = such(
  'a promise keeps its period; remove it and promise another under a name of its own',
  '{ path: objectives.uptime-2, to: { name: uptime-2, ... } }',
);

/** The terms of an agreement that no amendment changes. */
export function fixedTerms(terms: FullTerms): FixedTerm[] {
  const { timeZone, fiscalYearStart, effective, parties, sources, objectives, support } = terms;
  const fixed = (path: string, value: string, rule: string, mayGo = false) => ({ path, value, mayGo, rule });
  const promised = (list: string, promises: { name: string; period: string }[]) =>
    promises.map(({ name, period }) => fixed(`${list}.${name}.period`, period, periodRule, true));
  return [
    fixed('timeZone', timeZone, whole('the time zone')),
    fixed('fiscalYearStart', String(fiscalYearStart), whole('the fiscal year')),
    fixed('effective.from', effective.from, whole('the first date')),
    ...parties.map(({ id }) => fixed(`parties.${id}.id`, id, partyRule)),
    ...sources.map(({ name }) => fixed(`sources.${name}.name`, name, sourceRule, true)),
    ...promised('objectives', objectives),
    ...promised('support', support),
  ];
}

/** The fixed terms that changes name, each with the change. */
export function namedFixed(
  fixed: FixedTerm[],
  changes: readonly Change[],
): { index: number; rule: string }[] {
  return changes.flatMap(({ path }, index) =>
    fixed.filter((term) => term.path === path).map(({ rule }) => ({ index, rule })),
  );
}

/** The fixed terms that came out otherwise after changes of what is around them. */
export function brokenFixed(before: FixedTerm[], after: FixedTerm[]): FixedTerm[] {
  const values = new Map(after.map(({ path, value }) => [path, value]));
  return before.filter(({ path, value, mayGo }) => {
    const now = values.get(path);
    return now === undefined ? !mayGo : now !== value;
  });
}

/** Whether one path leads to the other or through it. */
export function overlaps(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}
