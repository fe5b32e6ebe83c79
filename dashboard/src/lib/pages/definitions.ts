// The same facts under every definition of the share in use: what a quarrel about a number is worth. Pure.
import type { DefinitionStatement, DefinitionsStatement } from '@upheld/shared/evaluation/definitions';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import { printDate } from '../words/instant.ts';
import { countedUnits } from '../words/number.ts';
import { displayWords } from '../words/promise.ts';

const names: Record<DefinitionStatement['name'], string> = {
  occurrences: 'Share of checks',
  'five-minute-mean': 'Mean of five-minute shares',
  'time-slices': 'Share of minutes',
  'minimum-volume-minutes': 'Minutes with enough checks to be down',
};

export type DefinitionsView = NonNullable<ReturnType<typeof definitionsView>>;

/** Null where nothing of the period was defined; a table for each part where amendments cut it. */
export function definitionsView(
  { periods }: DefinitionsStatement,
  shown: Pick<PromisePeriod, 'period' | 'source'>,
  zone: string,
) {
  const period = periods.find(
    (candidate) => candidate.period === shown.period && candidate.source === shown.source,
  );
  if (period === undefined || period.parts.length === 0) return null;
  const isCut = period.parts.length > 1;
  return period.parts.map(({ start, end, formula, definitions }) => ({
    key: String(start),
    heading: isCut ? `${printDate(start, zone)} to ${printDate(end - 1, zone)}` : null,
    formula,
    rows: definitions.map(rowOf),
  }));
}

function rowOf(definition: DefinitionStatement) {
  const { name, isContract, formula, unmeasured, display, verdict, doubts, counts } = definition;
  const isUntold = doubts.includes('hourly-counts');
  return {
    name: name === 'occurrences' && counts.unit === 'request' ? 'Share of requests' : names[name],
    ...{ isContract, formula, unmeasured, verdict },
    value: isUntold ? 'cannot be told' : (displayWords(display) ?? 'none'),
    counts: isUntold ? '' : countWords(counts),
  };
}

function countWords(counts: DefinitionStatement['counts']): string {
  const { unit, good, bad, unmeasured: unknown, tooFew = 0 } = counts;
  // Nobody knows how many requests an hour without counts had; what is missing beside them are checks.
  const unmeasured = unit === 'request' ? 'check' : unit;
  const parts = [
    `${countedUnits(good, `${unit}s`)} good`,
    `${countedUnits(bad, `${unit}s`)} bad`,
    unknown === 0 ? '' : `${countedUnits(unknown, `${unmeasured}s`)} not measured`,
    tooFew === 0 ? '' : `${countedUnits(tooFew, 'minutes')} bad with too few checks`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
