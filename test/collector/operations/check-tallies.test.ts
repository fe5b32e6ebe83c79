import { checkTallies } from '@upheld/collector/operations/check-tallies';
import { periodsBegun } from '@upheld/collector/operations/periods';
import { evaluateFrom } from '@upheld/collector/evaluation/evaluator';
import { openStore } from '@upheld/collector/store/registry';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';
import { hour, start } from '../../contracts/store-facts.ts';
import { sealUntil } from '../../contracts/store-blocks.ts';
import { damage, sealedStore } from './sealed-store.ts';

const may = Date.UTC(2026, 4, 10);
const agreements = [anAgreement()];

describe('the check of tallies', () => {
  it('makes the statement of each promise and period of its own both ways, one at a time', async () => {
    const asked: unknown[] = [];
    const { objectives } = anAgreement();
    const yearly = objectives.map((each) => ({ ...each, name: 'yearly', period: 'year' as const }));
    const check = await checkTallies({
      ...{ agreements: [anAgreement({ objectives: [...objectives, ...yearly] })], asOf: may },
      statement: async (only, period, _asOf, fromTallies) =>
        asked.push([`${only.objectives.map(({ name }) => name).join()} ${period}`, fromTallies]) && {},
    });
    expect(asked).toEqual(
      [
        ...['uptime 2026-01', 'uptime 2026-02', 'uptime 2026-03', 'uptime 2026-04', 'uptime 2026-05'],
        ...['yearly 2026'],
      ].flatMap((statement) => [
        [statement, true],
        [statement, false],
      ]),
    );
    expect(check).toEqual({ name: 'tallies', summary: '6 statements made twice', faults: [], count: 0 });
  });

  it('names the period whose two statements differ, or cannot be made', async () => {
    const { faults } = await checkTallies({
      ...{ agreements, asOf: may },
      statement: async (_agreement, period, _asOf, fromTallies) => {
        if (period === '2026-05') throw new Error('a tally cannot be read');
        return period === '2026-04' && fromTallies ? 'other' : 'same';
      },
    });
    expect(faults).toEqual([
      'acme/uptime 2026-04: the statement made of tallies is not the one made straight from samples',
      'acme/uptime 2026-05: a tally cannot be read',
    ]);
  });

  it('looks again where a sample came in between', async () => {
    let samples = 0;
    const { count } = await checkTallies({
      ...{ agreements, asOf: may },
      statement: async () => Math.min((samples += 1), 2),
    });
    expect(count).toBe(0);
  });

  it('finds a tally that was changed behind the store’s back', async () => {
    const { url, path } = await sealedStore();
    const asOf = start + 72 * hour;
    const verified = async () => {
      const store = await openStore(url, { isReader: true });
      const check = await checkTallies({
        ...{ agreements, asOf },
        statement: (agreement, period, at, fromTallies) =>
          evaluateFrom(store, () => false, undefined, { fromTallies })({
            ...{ agreement, exclusions: [], period, asOf: at },
          }),
      });
      await store.close();
      return check.faults;
    };
    const store = await openStore(url);
    await sealUntil(store, asOf);
    await evaluateFrom(
      store,
      () => false,
    )({ agreement: anAgreement(), exclusions: [], period: '2026-Q3', asOf });
    await store.close();
    expect(await verified()).toEqual([]);
    const next = `(select data from tallies as other where other.day > tallies.day order by day limit 1)`;
    damage(path, `update tallies set data = coalesce(${next}, data)`);
    expect((await verified())[0]).toMatch(/^acme\/uptime 2026-07: /);
  });
});

describe('the periods of an agreement', () => {
  it('are the months, quarters and years that have begun since it counts', () => {
    const agreement = anAgreement({ effective: { from: '2025-12-15' } });
    expect(periodsBegun(agreement, Date.UTC(2026, 1, 1))).toEqual([
      ...['2025-12', '2026-01', '2026-02', '2025-Q4', '2026-Q1', '2025', '2026'],
    ]);
  });

  it('end with it', () => {
    const agreement = anAgreement({ effective: { from: '2026-01-01', until: '2026-02-28' } });
    expect(periodsBegun(agreement, may)).toEqual(['2026-01', '2026-02', '2026-Q1', '2026']);
  });
});
