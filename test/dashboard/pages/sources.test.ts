import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '@upheld/shared/api/source-records';
import { sourcesPage } from '../../../dashboard/src/lib/pages/sources.ts';
import { northwind } from '../../fixtures/api/northwind.ts';
import { sources } from '../../fixtures/api/sources.ts';

const { agreement } = northwind('2026-Q4');
const view = sourcesPage(sources, agreement);
const row = (name: string, page = view) => {
  const found = page.rows.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no source ${name}`);
  return found;
};
const lines = (name: string) =>
  row(name).lines.map(({ status, words, at, note }) => [status, words, at?.text ?? null, note]);
/** The page with these sources alone. */
const only = (...records: SourceRecord[]) => sourcesPage({ ...sources, sources: records }, agreement);
const source = (name: string) => {
  const found = sources.sources.find((record) => record.source === name);
  if (found === undefined) throw new Error(`no source ${name}`);
  return found;
};

describe('the sources of an agreement', () => {
  it('are counted in a sentence, and those that call for a look come first', () => {
    expect(view.headline).toBe('3 of 9 sources call for a look: orders-api, crm-sync and lumen-desk.');
    expect(view.rows.map(({ name }) => name).slice(0, 4)).toEqual([
      ...['orders-api', 'crm-sync', 'lumen-desk', 'catalog-graphql'],
    ]);
    expect(only(source('desk')).headline).toBe('The one source is well.');
    expect(only(source('desk'), source('catalog-graphql')).headline).toBe('All 2 sources are well.');
    expect(only().headline).toBe('The agreement has no sources.');
  });

  it('stand with kind, cadence, who measures and when each is asked next', () => {
    expect(row('orders-api')).toMatchObject({
      ...{ type: 'http', cadence: 'every 60\u00a0s', measuredBy: 'Northwind Enterprise, Inc.' },
      next: { text: '20 Nov 2026, 15:09:18' },
    });
    expect(row('lumen-desk').cadence).toBe('every 5\u00a0min');
    expect(row('orders-gateway').measuredBy).toBe('nobody is named');
    expect(row('standby-api').next).toBeNull();
  });

  it('show from each place how the last slot ended, with what its reason means', () => {
    expect(lines('orders-api')).toEqual([
      ['missed', 'Bad (timeout) from frankfurt,', '20 Nov 2026, 15:08:16', 'It did not answer in time'],
      [
        'undetermined',
        'Not measured (own-network) from new-york,',
        '20 Nov 2026, 15:08:18',
        'Not measured: our own network or resolver failed (look at your network)',
      ],
      // From 20 November, 15:09 to 1 December, 12:00.
      [null, 'Its certificate ends', '1 Dec 2026, 12:00', '10 d 20 h left'],
    ]);
  });

  it('call a place silent that filled none of its last three slots', () => {
    // 125 minutes are 2 h 5 min.
    expect(lines('crm-sync')).toEqual([
      ['undetermined', 'OK from new-york,', '20 Nov 2026, 13:04', 'Silent for 2 h 5 min'],
    ]);
    const idle = { ...source('crm-sync'), nextAt: null };
    expect(row('crm-sync', only(idle)).lines[0]).toMatchObject({ status: 'met', note: '' });
  });

  it('tell of a heartbeat when it was last heard, or that it never was', () => {
    expect(lines('nightly-batch')[1]).toEqual([null, 'Last heartbeat', '20 Nov 2026, 12:09', '3 h ago']);
    const silent = { ...source('nightly-batch'), lastBeatAt: null } as SourceRecord;
    expect(row('nightly-batch', only(silent)).lines[1]?.words).toBe('No heartbeat was ever heard');
  });

  it('tell of a desk until when it is known, and since when and why it fails', () => {
    expect(lines('desk')).toEqual([['met', 'Synced until', '20 Nov 2026, 15:08:12', 'just now']]);
    expect(lines('lumen-desk')).toEqual([
      ['undetermined', 'Failing since', '20 Nov 2026, 13:39', 'the desk answered with status 503'],
      [null, 'Synced until', '20 Nov 2026, 13:34', '1 h 35 min ago'],
    ]);
  });

  it('tell of counted traffic up to which hour it was read, and of files that they are files', () => {
    expect(lines('orders-gateway')).toEqual([
      [null, 'Hours read until', '20 Nov 2026, 14:00', '1 h 9 min ago'],
    ]);
    expect(lines('standby-api')).toEqual([[null, 'Facts come from files', null, '']]);
  });

  it('call for a look where nothing was ever read', () => {
    const fresh: SourceRecord[] = [
      { ...source('desk'), syncedUntil: null } as SourceRecord,
      { ...source('orders-gateway'), readUntil: null } as SourceRecord,
      { ...source('catalog-graphql'), slots: [], certificateEndsAt: null } as SourceRecord,
    ];
    const page = only(...fresh);
    expect(page.rows.map(({ calls, lines: [line] }) => [calls, line?.words])).toEqual([
      [true, 'Never read'],
      [true, 'No hour was read yet'],
      [true, 'No slot yet'],
    ]);
  });

  it('lead to what a source says of itself, where it says anything', () => {
    expect(row('lumen-status').witnessHref).toBe('/agreements/northwind-lumen#witnesses');
    expect(row('desk').witnessHref).toBeNull();
  });
});
