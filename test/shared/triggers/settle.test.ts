import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { Statement } from '@upheld/shared/evaluation/statement';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Interval } from '@upheld/shared/time/instant';
import { settleTriggers } from '@upheld/shared/triggers/settle';
import type { Occurrence } from '@upheld/shared/triggers/trigger';
import { describe, expect, it } from 'vitest';
import {
  aSeries,
  aSource,
  anAgreement,
  anExclusion,
  anObjective,
  at,
  badIn,
  facts,
} from '../evaluation/build.ts';
import type { Slot } from '../evaluation/build.ts';
import { aMatrix, aSeverity, aTicket } from '../indicators/matrix.ts';

const MINUTE = 60_000;
const july = { start: at('2026-07-01T00:00:00Z'), end: at('2026-08-01T00:00:00Z') };
const outage = { start: july.start, end: july.start + 60 * MINUTE };
const afterJuly = at('2026-08-02T00:00:00Z');
const inJuly = at('2026-07-20T00:00:00Z');

type Scene = {
  agreement?: Agreement;
  series?: SampleSeries[];
  events?: TicketEvent[];
  gaps?: Interval[];
  exclusions?: Exclusion[];
  asOf?: number;
  open?: Occurrence[];
  periods?: string[];
};

/** Judges July and settles the agreement's triggers; nothing was open before unless the scene says so. */
function settle(scene: Scene): { opened: Occurrence[]; cleared: Occurrence[] } {
  const { agreement = anAgreement(), asOf = afterJuly, open = [], periods = ['2026-07'] } = scene;
  const { exclusions = [], events = [], gaps = [] } = scene;
  const series = scene.series ?? [julySeries(badIn(outage))];
  const statements = periods.map((period): Statement =>
    evaluateAgreement({ agreement, exclusions, period, facts: facts(series, events, gaps), asOf }),
  );
  return settleTriggers({ agreement, statements, open, now: asOf });
}

function julySeries(slot?: (at: number) => Slot | undefined): SampleSeries {
  return aSeries(july, slot);
}

describe('a missed period', () => {
  it('opens its trigger once, with the figures that opened it', () => {
    const { opened } = settle({});
    // 60 of 44,640 minutes bad: 44,580/44,640 = 99.8655... %.
    expect(opened).toEqual([
      {
        agreement: 'acme',
        trigger: 'missed',
        type: 'missed',
        promise: 'uptime',
        source: null,
        subject: '2026-07',
        openedAt: afterJuly,
        clearedAt: null,
        evidence: {
          period: '2026-07',
          asOf: afterJuly,
          verdict: 'missed',
          display: '99.865 %',
          target: '>= 99.9%',
          measured: 44_640,
          summary:
            'The promise "uptime" was missed in 2026-07: 99.865 % where >= 99.9% is promised, with 60 bad and 0 unmeasured of 44640 minutes that count.',
        },
      },
    ]);
    expect(settle({ open: opened })).toEqual({ opened: [], cleared: [] });
  });

  it('opens one trigger where statements overlap', () => {
    expect(settle({ periods: ['2026-07', '2026-Q3'] }).opened).toHaveLength(1);
  });

  it('opens one a source where the promise is judged by source', () => {
    const agreement = anAgreement({
      sources: [aSource(), aSource({ name: 'events' })],
      objectives: [
        anObjective({ indicator: { type: 'availability', sources: ['api', 'events'], each: 'source' } }),
      ],
    });
    const series = [julySeries(badIn(outage)), aSeries(july, badIn(outage), { source: 'events' })];
    const { opened } = settle({ agreement, series });
    expect(opened.map(({ source, evidence }) => [source, evidence.summary.split(':')[0]])).toEqual([
      ['api', 'The promise "uptime" of api was missed in 2026-07'],
      ['events', 'The promise "uptime" of events was missed in 2026-07'],
    ]);
  });

  it('opens only for the promise that a rule names', () => {
    const objectives = [anObjective(), anObjective({ name: 'other' })];
    const triggers = [{ name: 'breach', when: { type: 'missed', objective: 'other' }, then: {} }];
    const { opened } = settle({ agreement: anAgreement({ objectives, triggers }) });
    expect(opened.map(({ trigger, promise }) => [trigger, promise])).toEqual([['breach', 'other']]);
  });

  it('clears when an approved exclusion turns the verdict', () => {
    const { opened } = settle({});
    const { cleared } = settle({ open: opened, exclusions: [anExclusion({ window: outage })] });
    expect(cleared).toEqual(opened.map((occurrence) => ({ ...occurrence, clearedAt: afterJuly })));
    expect(settle({ open: opened, exclusions: [anExclusion({ window: july })] }).cleared).toHaveLength(1);
  });

  it('stays when the minutes that missed it are no longer measured', () => {
    const { opened } = settle({});
    const forgotten = [julySeries((instant) => (instant < outage.end ? null : undefined))];
    expect(settle({ open: opened, series: forgotten })).toEqual({ opened: [], cleared: [] });
    expect(settle({ open: opened, series: [] }).cleared).toEqual([]);
  });

  it('stays when a clause that counts unmeasured minutes as good would turn lost ones into a met promise', () => {
    const noData = { notMeasured: 'good', coverageFloor: '95%' } as const;
    const agreement = anAgreement({ objectives: [anObjective({ noData })] });
    const { opened } = settle({ agreement });
    const forgotten = [julySeries((instant) => (instant < outage.end ? null : undefined))];
    expect(settle({ agreement, open: opened, series: forgotten }).cleared).toEqual([]);
  });

  it('clears when it is in doubt although as much is measured as when it opened', () => {
    // It opened while 60 minutes were bad and 40 unmeasured; then the 60 were excluded, and the 40 alone
    // leave 99.9 % undetermined: 44,540/44,580 = 99.910 % would be met, so let 50 be unmeasured.
    const gap = { start: outage.end, end: outage.end + 50 * MINUTE };
    const series = [
      julySeries((instant) => (gap.start <= instant && instant < gap.end ? null : badIn(outage)(instant))),
    ];
    const { opened } = settle({ series });
    const { cleared } = settle({ series, open: opened, exclusions: [anExclusion({ window: outage })] });
    expect(cleared).toHaveLength(1);
  });

  it('does not open in a period that is still open', () => {
    expect(settle({ asOf: inJuly }).opened.filter(({ type }) => type === 'missed')).toEqual([]);
  });
});

describe('an irrecoverable period', () => {
  it('opens its trigger at once, while the period is open', () => {
    // 44.64 minutes may be lost in July; 60 are.
    const { opened } = settle({ asOf: inJuly });
    expect(opened.map(({ type, subject, evidence }) => [type, subject, evidence.summary])).toEqual([
      [
        'irrecoverable',
        '2026-07',
        'The promise "uptime" can no longer be met in 2026-07: 60 minutes are lost, and >= 99.9% allows 44.64 in the whole period.',
      ],
    ]);
    expect(settle({ asOf: inJuly, open: opened })).toEqual({ opened: [], cleared: [] });
  });

  it('says of one lost minute that it is lost', () => {
    const agreement = anAgreement({
      objectives: [anObjective({ objective: { op: '>=', target: '100%', timeSliceTarget: '50%' } })],
    });
    const series = [julySeries(badIn({ start: july.start, end: july.start + MINUTE }))];
    expect(settle({ agreement, series, asOf: inJuly }).opened[0]?.evidence.summary).toBe(
      'The promise "uptime" can no longer be met in 2026-07: 1 minute is lost, and >= 100% allows 0 in the whole period.',
    );
  });

  it('is not opened by a closed period, and stays when its period closes as missed', () => {
    const { opened } = settle({ asOf: inJuly });
    const later = settle({ open: opened });
    expect(later.cleared).toEqual([]);
    expect(later.opened.map(({ type }) => type)).toEqual(['missed']);
  });

  it('clears when an exclusion gives the lost minutes back', () => {
    const { opened } = settle({ asOf: inJuly });
    const exclusions = [anExclusion({ window: outage })];
    expect(settle({ asOf: inJuly + MINUTE, open: opened, exclusions }).cleared).toHaveLength(1);
  });

  it('stays when the lost minutes are merely no longer measured', () => {
    const { opened } = settle({ asOf: inJuly });
    const forgotten = [julySeries((instant) => (instant < outage.end ? null : undefined))];
    expect(settle({ asOf: inJuly, open: opened, series: forgotten }).cleared).toEqual([]);
    expect(settle({ asOf: inJuly, open: opened, series: [] }).cleared).toEqual([]);
  });

  it('clears although less is measured when the budget would bear all that is in doubt', () => {
    // The 60 bad minutes are excluded, and 10 minutes that had been good are no longer measured: even if
    // all 10 were lost, 44.58 minutes are allowed.
    const { opened } = settle({ asOf: inJuly });
    const gap = { start: outage.end, end: outage.end + 10 * MINUTE };
    const series = [
      julySeries((instant) => (gap.start <= instant && instant < gap.end ? null : badIn(outage)(instant))),
    ];
    const exclusions = [anExclusion({ window: outage })];
    expect(settle({ asOf: inJuly, series, exclusions, open: opened }).cleared).toHaveLength(1);
  });

  it('does not open while the budget bears what was lost', () => {
    const series = [julySeries(badIn({ start: july.start, end: july.start + 44 * MINUTE }))];
    expect(settle({ asOf: inJuly, series }).opened).toEqual([]);
  });
});

describe('a missed response', () => {
  const severities = [aSeverity(), aSeverity({ level: 2, firstResponse: '8h', target: '90%' })];
  const desk = {
    agreement: anAgreement({
      timeZone: 'America/New_York',
      sources: [aSource({ name: 'desk' })],
      objectives: [],
      support: [aMatrix({ severities })],
    }),
    asOf: inJuly,
    series: [],
  };
  const unanswered = aTicket('T-1', '2026-07-10T08:00:00Z');

  it('opens its trigger for the ticket, in the open period', () => {
    const { opened } = settle({ ...desk, events: unanswered });
    expect(opened).toMatchObject([
      {
        trigger: 'response-missed',
        promise: 'issues-severity-1-first-response',
        subject: 'T-1',
        evidence: {
          measured: 1,
          summary:
            'The first response to ticket T-1 of severity 1, opened at 2026-07-10 04:00 America/New_York, was due at 2026-07-10 06:00 America/New_York (2 h, around the clock) and has not come.',
        },
      },
    ]);
    expect(settle({ ...desk, events: unanswered, open: opened })).toEqual({ opened: [], cleared: [] });
  });

  it('says when a late reply came', () => {
    const events = aTicket('T-1', '2026-07-10T08:00:00Z', { replied: '2026-07-10T11:00:30Z' });
    expect(settle({ ...desk, events }).opened[0]?.evidence.summary).toMatch(
      /and came at 2026-07-10 07:00:30 America\/New_York\.$/,
    );
  });

  it('opens only for the severity that a rule names', () => {
    const events = [...unanswered, ...aTicket('T-2', '2026-07-10T08:00:00Z', { severity: 2 })];
    const triggers = [{ name: 'severe', when: { type: 'response-missed', severity: 1 }, then: {} }];
    const agreement = { ...desk.agreement, triggers };
    expect(settle({ ...desk, agreement, events }).opened.map(({ subject }) => subject)).toEqual(['T-1']);
  });

  it('clears when a reply in time comes to light, and stays when the desk merely cannot be read', () => {
    const { opened } = settle({ ...desk, events: unanswered });
    const answered = aTicket('T-1', '2026-07-10T08:00:00Z', { replied: '2026-07-10T09:00:00Z' });
    expect(settle({ ...desk, events: answered, open: opened }).cleared).toHaveLength(1);
    const gaps = [{ start: at('2026-07-10T07:00:00Z'), end: at('2026-07-10T11:00:00Z') }];
    expect(settle({ ...desk, events: unanswered, gaps, open: opened }).cleared).toEqual([]);
    expect(settle({ ...desk, events: [], open: opened }).cleared).toEqual([]);
  });

  it('also misses the period of its severity once that has closed', () => {
    const { opened } = settle({ ...desk, asOf: afterJuly, events: unanswered });
    expect(opened.map(({ type, subject }) => [type, subject])).toEqual([
      ['missed', '2026-07'],
      ['response-missed', 'T-1'],
    ]);
    expect(opened[0]?.evidence.summary).toBe(
      'The promise "issues severity 1 first response" was missed in 2026-07: 0.000 % where >= 100% is promised, with 0 of 1 tickets answered in time.',
    );
  });
});

describe('statements that disagree', () => {
  it('leave a trigger open as long as one of them supports it', () => {
    const agreement = anAgreement();
    const judge = (series: SampleSeries[]) =>
      evaluateAgreement({
        agreement,
        exclusions: [],
        period: '2026-07',
        facts: facts(series),
        asOf: afterJuly,
      });
    const missed = judge([julySeries(badIn(outage))]);
    const met = judge([julySeries()]);
    const { opened } = settleTriggers({ agreement, statements: [met, missed], open: [], now: afterJuly });
    expect(opened).toHaveLength(1);
    for (const statements of [
      [met, missed],
      [missed, met],
    ]) {
      expect(settleTriggers({ agreement, statements, open: opened, now: afterJuly }).cleared).toEqual([]);
    }
    expect(
      settleTriggers({ agreement, statements: [met], open: opened, now: afterJuly }).cleared,
    ).toHaveLength(1);
  });
});

describe('the rules', () => {
  it('of a type that there is not are refused with those there are', () => {
    const triggers = [{ name: 'often', when: { type: 'misses-within' }, then: {} }];
    expect(() => settle({ agreement: anAgreement({ triggers }) })).toThrow(
      'got trigger type "misses-within"; one of missed, irrecoverable, response-missed, burn-rate, such as missed',
    );
  });
});
