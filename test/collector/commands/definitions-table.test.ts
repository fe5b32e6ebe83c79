import { definitionsTable } from '@upheld/collector/commands/definitions-table';
import type { DefinitionsStatement, DefinitionStatement } from '@upheld/shared/evaluation/definitions';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';
import { someTerms } from '../../shared/evaluation/part.ts';

const july = { start: Date.UTC(2026, 6, 1), end: Date.UTC(2026, 7, 1) };

/** The row of one definition that counted so, without its indentation. */
function row(counts: Partial<DefinitionStatement['counts']>): string | undefined {
  const definition: DefinitionStatement = {
    ...{ name: 'five-minute-mean', isContract: false, formula: 'a mean', unmeasured: 'left out' },
    ...{ value: null, range: null, display: '99.900 %', verdict: 'met', doubts: [] },
    counts: { unit: 'check', good: 0, bad: 0, unmeasured: 0, ...counts },
  };
  const terms = someTerms();
  const answer: DefinitionsStatement = {
    ...{ agreement: 'acme', promise: 'uptime', period: '2026-07', asOf: july.end },
    periods: [
      {
        ...{ ...july, period: '2026-07', source: null, state: 'closed' },
        parts: [{ ...july, terms, formula: 'good / all', definitions: [definition] }],
      },
    ],
  };
  return definitionsTable(answer, anAgreement()).split('\n')[5]?.trim();
}

describe('the row of a definition', () => {
  it('says what was counted, without what is nothing', () => {
    expect(row({ good: 99, bad: 1 })).toBe('five-minute-mean  99.900 %  met      99 good + 1 bad checks');
    expect(row({ unit: 'minute', good: 9, unmeasured: 1 })).toMatch(/ 9 good \+ 1 unmeasured minutes$/);
    expect(row({ unit: 'minute' })).toMatch(/ no minute counts$/);
  });

  it('says of five-minute intervals which were all good', () => {
    expect(row({ unit: 'five-minute interval', good: 9, bad: 2, unmeasured: 1 })).toMatch(
      / five-minute intervals: 9 all good \+ 2 with bad checks \+ 1 unmeasured$/,
    );
  });

  it('names the minutes that had too few checks to be bad', () => {
    expect(row({ unit: 'minute', good: 9, tooFew: 2 })).toMatch(
      / 9 good minutes, 2 with too few checks to be bad$/,
    );
  });
});
