import { describe, expect, it } from 'vitest';
import { settle } from '@upheld/collector/triggers/triggers';
import { aPeriod, aPromise, aStatement, anAgreement } from '../../builders/agreement.ts';
import { temporaryStore } from '../collect/temporary-store.ts';

const now = Date.UTC(2026, 7, 2);
const agreement = anAgreement();
const judged = (verdict: 'met' | 'missed') => [
  aStatement({ promises: [aPromise({ periods: [aPeriod({ verdict })] })] }),
];

describe('settling the triggers of an agreement', () => {
  it('opens a missed period once and keeps it', async () => {
    const store = await temporaryStore();
    const first = await settle(store, agreement, judged('missed'), now);
    expect(first.opened).toMatchObject([
      { trigger: 'missed', promise: 'uptime', subject: '2026-07', openedAt: now, clearedAt: null },
    ]);
    expect(first.occurrences).toEqual(first.opened);
    expect(await store.readOccurrences('acme')).toEqual(first.opened);

    const second = await settle(store, agreement, judged('missed'), now + 60_000);
    expect(second).toEqual({ opened: [], cleared: [], occurrences: first.opened });
    expect(await store.readOccurrences('acme')).toEqual(first.opened);
  });

  it('clears it when the facts no longer support it, and keeps that too', async () => {
    const store = await temporaryStore();
    const { opened } = await settle(store, agreement, judged('missed'), now);
    const later = await settle(store, agreement, judged('met'), now + 60_000);
    const cleared = opened.map((occurrence) => ({ ...occurrence, clearedAt: now + 60_000 }));
    expect(later).toEqual({ opened: [], cleared, occurrences: cleared });
    expect(await store.readOccurrences('acme')).toEqual(cleared);
  });

  it('opens a new occurrence where the old one had been cleared, beside it', async () => {
    const store = await temporaryStore();
    await settle(store, agreement, judged('missed'), now);
    await settle(store, agreement, judged('met'), now + 60_000);
    const again = await settle(store, agreement, judged('missed'), now + 120_000);
    expect(again.opened).toMatchObject([{ subject: '2026-07', openedAt: now + 120_000, clearedAt: null }]);
    const kept = await store.readOccurrences('acme');
    expect(again.occurrences).toEqual(kept);
    expect(kept.map(({ openedAt, clearedAt }) => [openedAt, clearedAt])).toEqual([
      [now, now + 60_000],
      [now + 120_000, null],
    ]);
  });

  it('writes nothing while nothing opens or clears', async () => {
    const store = await temporaryStore();
    const readOnly = {
      ...store,
      putOccurrences: async () => {
        throw new Error('written');
      },
    };
    expect(await settle(readOnly, agreement, judged('met'), now)).toEqual({
      ...{ opened: [], cleared: [], occurrences: [] },
    });
  });

  it('goes by the triggers in force now', async () => {
    const store = await temporaryStore();
    const terms = anAgreement({
      triggers: [{ name: 'broken', when: { type: 'missed', objective: 'any' }, then: {} }],
    });
    const amended = anAgreement({ amended: [{ name: 'acme-a1', from: now, terms }] });
    const before = await settle(store, amended, judged('missed'), now - 1);
    expect(before.opened.map(({ trigger }) => trigger)).toEqual(['missed']);
    const after = await settle(store, amended, judged('missed'), now);
    expect(after.opened.map(({ trigger }) => trigger)).toEqual(['broken']);
  });

  it('leaves the occurrences of other agreements alone', async () => {
    const store = await temporaryStore();
    await settle(store, anAgreement({ name: 'globex' }), judged('missed'), now);
    const { occurrences } = await settle(store, agreement, judged('met'), now + 60_000);
    expect(occurrences).toEqual([]);
    expect(await store.readOccurrences('globex')).toMatchObject([{ clearedAt: null }]);
  });
});
