import { describe, expect, it } from 'vitest';
import { agreementPage } from '../../../dashboard/src/lib/pages/agreement.ts';
import { northwind } from '../../fixtures/api/northwind.ts';
import type { Shown } from '../../fixtures/api/northwind.ts';

const rowsOf = (shown: Shown) => agreementPage(northwind(shown)).groups.flatMap(({ rows }) => rows);
const row = (shown: Shown, name: string) => {
  const found = rowsOf(shown).find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no row ${name}`);
  return found;
};

describe('the table of promises', () => {
  it('puts missed promises first, heavier ones before lighter ones, excluded ones last', () => {
    expect(rowsOf('2026-Q3').map(({ name, verdict }) => `${verdict} ${name}`)).toEqual([
      'missed uptime',
      'missed error-rate',
      'missed partner-issues-severity-2-first-response',
      'missed partner-issues-severity-2-update-cadence',
      'met partner-issues-severity-2-resolution',
      'missed catalog-uptime',
      'undetermined platform-issues-severity-1-first-response',
      'met api-latency',
      'met sync-lag',
      'met gateway-latency',
      'excluded failover-region',
    ]);
  });

  it('keeps what one severity is promised together under its name, and lone promises alone', () => {
    const groups = agreementPage(northwind('2026-Q3')).groups.map(({ heading, rows }) => [
      heading,
      rows.map(({ label }) => label),
    ]);
    expect(groups[2]).toEqual([
      'Partner issues severity 2',
      ['First response', 'Update cadence', 'Resolution'],
    ]);
    expect(groups[4]).toEqual([null, ['Platform issues severity 1 first response']]);
  });

  it('counts in the words of the promise', () => {
    const details = (name: string) => row('2026-Q3', name).lines[0]?.cells.map(({ detail }) => detail);
    expect(details('partner-issues-severity-2-update-cadence')).toEqual(['', '3 of 4 updates', '']);
    expect(details('partner-issues-severity-2-resolution')).toEqual(['', '2 of 2 tickets', '']);
    expect(details('platform-issues-severity-1-first-response')?.[0]).toBe('no tickets');
  });

  it('says that an amendment cut a month, whose value is that of the part that decides', () => {
    const [, august] = row('2026-Q3', 'catalog-uptime').lines[0]?.cells ?? [];
    expect(august).toMatchObject({ value: '99.814 %', detail: '40 min bad', note: 'cut by an amendment' });
  });

  it('shows a promise of the year over its months', () => {
    const [cell, ...more] = row('2026', 'capacity').lines[0]?.cells ?? [];
    expect(cell).toMatchObject({
      span: 6,
      value: '12,000 users',
      detail: 'whole period, Spring 2026',
      note: 'so far',
    });
    expect(more).toEqual([]);
  });

  it('shows a promise of the quarter over the months of each', () => {
    expect(row('2026', 'failover-region').lines[0]?.cells.map(({ span, detail }) => [span, detail])).toEqual([
      [3, 'Q3 2026'],
      [3, 'Q4 2026'],
    ]);
  });

  it('gives a monthly promise a cell for each month, with what stands behind the value', () => {
    // August: 21 weekdays of 480 min = 10,080, less 60 excluded; best case (9,993 + 4) / 10,020 = 99.7704... %.
    // September: 22 x 480 = 10,560; worst 10,532 / 10,560 = 99.7348... %, best 10,552 / 10,560 = 99.9242... %.
    const [line] = row('2026-Q3', 'uptime').lines;
    expect(line?.cells.map(({ label, verdict, value, detail }) => [label, verdict, value, detail])).toEqual([
      ['July 2026', 'met', '99.954 %', '5 min bad'],
      ['August 2026', 'missed', '99.770 %', '23 min bad, 4 unmeasured'],
      ['September 2026', 'undetermined', '99.734 to 99.924 %', '8 min bad, 20 unmeasured'],
    ]);
  });

  it('gives every source of a promise judged apart its own line', () => {
    const { lines } = row('2026-Q3', 'error-rate');
    expect(lines.map(({ source, cells }) => [source, cells[1]?.verdict])).toEqual([
      ['orders-api', 'met'],
      ['catalog-graphql', 'missed'],
    ]);
  });

  it('lets a month that is still to come say nothing about the promise', () => {
    const latency = row('2026-Q4', 'api-latency');
    expect(latency.verdict).toBe('met');
    expect(latency.lines[0]?.cells.at(-1)).toMatchObject({
      label: 'December 2026',
      verdict: null,
      value: 'to come',
    });
  });

  it('marks what is still running and what is beyond recovery', () => {
    const notes = (name: string) => row('2026-Q4', name).lines[0]?.cells.map(({ note }) => note);
    expect(notes('uptime')).toEqual(['', 'beyond recovery', '']);
    expect(notes('api-latency')).toEqual(['', 'so far', '']);
  });

  it('stretches a quarterly promise over the months', () => {
    expect(row('2026-Q3', 'failover-region').lines[0]?.cells).toMatchObject([{ span: 3, value: 'excluded' }]);
  });

  it('names the party that owes the promise, not its identifier', () => {
    expect(row('2026-Q3', 'platform-issues-severity-1-first-response').owedBy).toBe(
      'Northwind Enterprise, Inc.',
    );
  });

  it('encodes identifiers in every address', () => {
    const response = northwind('2026-Q3');
    const page = agreementPage({ ...response, agreement: { ...response.agreement, id: 'a/b & c' } });
    expect(page.groups[0]?.rows[0]?.href).toBe(
      '/agreements/a%2Fb%20%26%20c/objectives/uptime?period=2026-Q3',
    );
  });
});

describe('the triggers of an agreement', () => {
  it('shows the open ones with their evidence and leaves cleared ones out', () => {
    const { triggers } = agreementPage(northwind('2026-Q3'));
    expect(
      triggers.map(({ promise, occurrences }) => [promise, occurrences.map(({ subject }) => subject)]),
    ).toEqual([
      ['Uptime', ['August 2026']],
      ['Partner issues severity 2 first response', ['Ticket 4755']],
    ]);
    expect(triggers[0]?.occurrences[0]?.summary).toContain('23 minutes were bad');
  });
});

describe('the choice of periods', () => {
  it('holds the period that is shown even where the list does not name it', () => {
    const page = agreementPage({ ...northwind('2026-Q3'), periods: ['2026-Q4'] });
    expect(page.choices.map(({ name, shown }) => [name, shown])).toEqual([
      ['2026-Q3', true],
      ['2026-Q4', false],
    ]);
  });
});
