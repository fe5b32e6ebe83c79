import { describe, expect, it } from 'vitest';
import type { SupportResponse } from '@upheld/shared/api/ticket-records';
import { staleDeskNotices } from '../../../dashboard/src/lib/pages/stale-desks.ts';
import { supportPage } from '../../../dashboard/src/lib/pages/support.ts';
import { serviceWords } from '../../../dashboard/src/lib/words/clocks.ts';
import { northwind } from '../../fixtures/api/northwind.ts';
import { support } from '../../fixtures/api/support.ts';
import { at, zone } from '../../fixtures/api/window.ts';

const view = supportPage(northwind('2026-Q4'), support);
const past = supportPage(northwind('2026-Q3'), support);
const [standing] = support.standings;
if (standing === undefined) throw new Error('the fixture has a standing');
/** The page with the standing of `desk` changed, and nothing else. */
const changed = (change: Partial<SupportResponse['standings'][number]>) =>
  supportPage(northwind('2026-Q4'), { ...support, standings: [{ ...standing, ...change }] });

describe('the severity matrix', () => {
  it('has a table for each matrix, a severity after the other, and counts clocks by how they ended', () => {
    expect(past.matrices.map(({ label, owedBy, sources }) => [label, owedBy, sources])).toEqual([
      ['Partner issues', 'Lumen Data Ltd', ['desk']],
      ['Platform issues', 'Northwind Enterprise, Inc.', ['lumen-desk']],
    ]);
    const [partner, platform] = past.matrices;
    expect(partner?.severities.map(({ severity }) => severity)).toEqual([2]);
    // Of the first responses 4711 came in time in July and again in August, 4760 in August and September.
    expect(
      partner?.severities[0]?.rows.map(({ label, inTime, late, unknown, running, verdict }) => [
        ...[label, inTime, late, unknown, running, verdict],
      ]),
    ).toEqual([
      ['First response', 4, 1, 0, 0, 'missed'],
      ['Update cadence', 3, 1, 0, 0, 'missed'],
      ['Resolution', 2, 0, 0, 0, 'met'],
    ]);
    expect(platform?.severities[0]?.rows[0]).toMatchObject({ isIdle: true, verdict: 'undetermined' });
  });

  it('counts the clocks that the answer does not list', () => {
    const answer = northwind('2026-Q3');
    const more = { missed: 700, unknown: 60, running: 5, met: 4000 };
    const promises = answer.statement.promises.map((promise) => {
      const [first, ...others] = promise.periods;
      return first?.clocks === undefined
        ? promise
        : { ...promise, periods: [{ ...first, clocksMore: more }, ...others] };
    });
    const [table] = supportPage(
      { ...answer, statement: { ...answer.statement, promises } },
      support,
    ).matrices;
    // Beside the 4 in time and the 1 late that are listed.
    expect(table?.severities[0]?.rows[0]).toMatchObject({
      ...{ inTime: 4004, late: 701, unknown: 60, running: 5 },
    });
  });

  it('leads from each promise to its account in the period', () => {
    expect(past.matrices[0]?.severities[0]?.rows[0]).toMatchObject({
      href: '/agreements/northwind-lumen/objectives/partner-issues-severity-2-first-response?period=2026-Q3',
      ...{ target: 'at least 95 %', meaning: '8 h, around the clock', clause: '§ 7.1' },
    });
  });

  it('lists severities from the highest on, whatever the order of the agreement', () => {
    const answer = northwind('2026-Q3');
    const renamed = answer.statement.promises
      .filter(({ name }) => name === 'partner-issues-severity-2-first-response')
      .flatMap((promise) =>
        [10, 2, 1].map((level) => ({ ...promise, name: `partner-issues-severity-${level}-first-response` })),
      );
    const statement = { ...answer.statement, promises: renamed };
    const [table] = supportPage({ ...answer, statement }, support).matrices;
    expect(table?.severities.map(({ severity }) => severity)).toEqual([1, 2, 10]);
  });

  it('is told in a sentence of support promises alone', () => {
    expect(past.headline).toBe(
      'In Q3 2026, 1 of 4 support promises was met. Partner issues severity 2 first response and partner issues severity 2 update cadence were missed; platform issues severity 1 first response could not be determined.',
    );
    expect(view.headline).toMatch(/^In Q4 2026 so far, 3 of 4 support promises are met\./);
  });

  it('says that an agreement promises none', () => {
    const answer = northwind('2026-Q4');
    const statement = { ...answer.statement, promises: [] };
    const none = supportPage({ ...answer, statement }, { ...support, standings: [], desks: [] });
    expect(none).toMatchObject({ headline: 'This agreement promises no support.', matrices: [], desks: [] });
    // Of a period before the promise there is no verdict, and its clocks of now are told all the same.
    expect(supportPage({ ...answer, statement }, support).headline).toBe(
      'No support promise of this agreement is judged in Q4 2026.',
    );
  });
});

describe('running clocks', () => {
  it('come at risk first, then by due instant, then those that stand still', () => {
    expect(view.running.rows.map(({ state, ticket, kind, left }) => [state, ticket, kind, left])).toEqual([
      // Opened at 13:30 and due at 15:30, at 15:09: 99 minutes of 120 are used.
      ['at-risk', '5110', 'First response', '21 min'],
      // Opened at 12:40: 8 h less 2 h 29 min.
      ['running', '5102', 'First response', '5 h 31 min'],
      ['running', '5102', 'Resolution', '165 h 31 min'],
      // Answered at 11:00 and waiting since 12:00: 1 h of 24 h is used; opened at 9:00: 3 h of 168 h are.
      ['still', '5098', 'Update', '23 h'],
      ['still', '5098', 'Resolution', '165 h'],
    ]);
    expect(view.now).toBe('3 clocks run now, 1 of them at risk; 2 stand still for the reporter.');
  });

  it('say when they are due or since when they stand still, and lead to their ticket', () => {
    expect(view.running.rows[0]).toMatchObject({
      ...{ due: { text: '20 Nov 2026, 15:30' }, since: null, paused: '' },
      href: '/agreements/northwind-lumen/support/desk/5110',
      meaning: '2 h, around the clock, due Fri 20:30 UTC',
    });
    // From noon on the 18th to 15:09 on the 20th are 51 h 9 min.
    expect(view.running.rows[3]).toMatchObject({
      ...{ due: null, since: { text: '18 Nov 2026, 12:00' }, paused: '51 h 9 min' },
    });
  });

  it('are at risk from the instant on at which three quarters of the promised time are used', () => {
    const [clock] = standing.running.clocks;
    if (clock === undefined) throw new Error('the fixture has a running clock');
    const state = (elapsedMs: number, leftMs: number) =>
      changed({ running: { clocks: [{ ...clock, elapsedMs, leftMs }], more: 0 } }).running.rows[0]?.state;
    expect(state(5_400_000, 1_800_000)).toBe('at-risk');
    expect(state(5_399_999, 1_800_001)).toBe('running');
  });

  it('are said to be none, or more than are listed', () => {
    expect(changed({ running: { clocks: [], more: 0 } }).now).toBe(
      'No promised clock runs now: nothing waits for an answer.',
    );
    const [clock] = standing.running.clocks;
    const many = changed({ running: { clocks: clock === undefined ? [] : [clock], more: 7 } });
    expect([many.now, many.running.more]).toEqual(['More than 1 clock runs now, 1 of them at risk.', 7]);
  });

  it('have their time in hours, because a day of service time has no fixed length', () => {
    expect([59_999, 60_000, 3_600_000, 180_000_000, 181_259_999].map(serviceWords)).toEqual([
      ...['under 1 min', '1 min', '1 h', '50 h', '50 h 20 min'],
    ]);
  });
});

describe('desks', () => {
  it('say until when they are known, and since when and why they are stale', () => {
    expect(view.desks).toMatchObject([
      {
        ...{ source: 'desk', state: 'known', known: { text: '20 Nov 2026, 15:08:12' }, age: 'just now' },
        ...{ matrices: ['Partner issues'], unknown: '', reconciled: { text: '20 Nov 2026, 03:00' } },
      },
      {
        ...{ source: 'lumen-desk', state: 'stale', since: { text: '20 Nov 2026, 13:39' } },
        ...{ because: 'the desk answered with status 503', age: '1 h 35 min ago' },
      },
    ]);
  });

  it('say that they were never read, or are known from files alone', () => {
    const desks = support.desks.map((desk) => ({
      ...desk,
      syncedUntil: null,
      failingSince: null,
      error: null,
    }));
    const states = (known: SupportResponse) =>
      supportPage(northwind('2026-Q4'), known).desks.map(({ state }) => state);
    expect(states({ ...support, desks })).toEqual(['never-read', 'never-read']);
    expect(states({ ...support, desks: [] })).toEqual(['files', 'files']);
  });

  it('say how many clocks nobody can tell', () => {
    expect(changed({ unknown: 1 }).desks[0]?.unknown).toContain('1 clock of its tickets is unknown');
    expect(changed({ unknown: 12 }).desks[0]?.unknown).toContain('12 clocks of its tickets are unknown');
  });
});

describe('the second opinion', () => {
  it('counts where the system says the same, and gives the reason of each difference', () => {
    expect(view.opinions).toHaveLength(1);
    expect(view.opinions[0]?.sentence).toBe(
      'Of 4 clocks it says the same of 2 and something else of 2. It keeps 1 more clock that this agreement does not promise.',
    );
    expect(view.opinions[0]?.rows[0]).toMatchObject({
      ...{ ticket: '4755', kind: 'First response', href: '/agreements/northwind-lumen/support/desk/4755' },
      ours: { word: 'Late', due: { text: '19 Aug 2026, 23:44' } },
      theirs: { word: 'In time', due: { text: '20 Aug 2026, 12:00' } },
      reason: 'A bot or an automatic message replied before the clock was due, which is no response here.',
    });
  });

  it('says so where it agrees in all, or says nothing of what is promised', () => {
    const opinion = { agreed: 3, notPromised: 0, disagreements: [], more: 0 };
    const sentence = (given: Partial<typeof opinion>) =>
      changed({ opinion: { ...opinion, ...given } }).opinions[0]?.sentence;
    expect(sentence({})).toBe('It says the same of all 3 clocks.');
    expect(sentence({ agreed: 0 })).toBe('Nothing that it says is about a promised clock.');
    expect(sentence({ more: 5 })).toBe('Of 8 clocks it says the same of 3 and something else of 5.');
    expect(changed({ opinion: null }).opinions).toEqual([]);
  });
});

describe('tickets that left their desk', () => {
  it('are listed with the clocks that they took along', () => {
    expect(view.left.rows).toMatchObject([
      {
        ...{ ticket: '5071', source: 'desk', severity: '2', kinds: 'first response and resolution' },
        start: { text: '10 Nov 2026, 09:00' },
      },
    ]);
  });
});

describe('a stale desk', () => {
  const failing = { failingSince: at('2026-11-20T13:39-05:00') };
  const desk = { source: 'desk', knownUntil: at('2026-11-20T13:34-05:00'), ...failing };

  it('is said beside a period that it bears on, and not beside one that was known before', () => {
    const notices = (end: string) => staleDeskNotices([desk], at(end), zone);
    expect(notices('2026-12-31T00:00-05:00')).toMatchObject([
      { source: 'desk', known: { text: '20 Nov 2026, 13:34' }, since: { text: '20 Nov 2026, 13:39' } },
    ]);
    expect(notices('2026-10-01T00:00-04:00')).toEqual([]);
  });

  it('is said wherever it was never read', () => {
    expect(staleDeskNotices([{ ...desk, knownUntil: null }], 0, zone)).toMatchObject([{ known: null }]);
  });
});
