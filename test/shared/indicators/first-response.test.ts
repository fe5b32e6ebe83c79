import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { PromisePeriod, Statement } from '@upheld/shared/evaluation/statement';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Interval } from '@upheld/shared/time/instant';
import { describe, expect, it } from 'vitest';
import { aSource, anAgreement, at, facts } from '../evaluation/build.ts';
import { aMatrix, aSeverity, aTicket } from './matrix.ts';

const severities = [
  aSeverity(),
  aSeverity({ level: 2, name: 'High', firstResponse: '8h', target: '50%', reading: 'By a human.' }),
];

function statementOf(
  events: TicketEvent[],
  { gaps = [] as Interval[], asOf = '2026-08-02T00:00:00Z', period = '2026-07' } = {},
): Statement {
  const agreement = anAgreement({
    sources: [aSource({ name: 'desk' })],
    objectives: [],
    support: [aMatrix({ severities })],
  });
  return evaluateAgreement({
    agreement,
    exclusions: [],
    period,
    facts: facts([], events, gaps),
    asOf: at(asOf),
  });
}

function severity(level: number, statement: Statement): PromisePeriod {
  const promise = statement.promises.find(({ name }) => name === `issues-severity-${level}-first-response`);
  const [period] = promise?.periods ?? [];
  if (period === undefined) throw new Error(`no period of severity ${level}`);
  return period;
}

describe('first response', () => {
  it('is a promise per severity that says what it means', () => {
    const { promises } = statementOf([]);
    expect(promises).toMatchObject([
      {
        kind: 'support',
        indicator: 'first-response',
        owedBy: 'acme',
        op: '>=',
        target: '100%',
        meaning: '2 h, around the clock',
        reading: 'Around the clock.',
        sources: ['desk'],
      },
      { name: 'issues-severity-2-first-response', target: '50%', reading: 'By a human.' },
    ]);
  });

  it('counts tickets answered in time and lists the missed one first', () => {
    const statement = statementOf([
      ...aTicket('T-1', '2026-07-01T08:00:00Z', { replied: '2026-07-01T10:00:00Z' }), // due at 10:00: in time
      ...aTicket('T-2', '2026-07-02T08:00:00Z', { replied: '2026-07-02T10:00:00.001Z' }), // 1 ms late
      ...aTicket('T-3', '2026-07-02T08:00:00Z', { severity: 2, replied: '2026-07-02T09:00:00Z' }),
    ]);
    expect(severity(1, statement)).toMatchObject({
      verdict: 'missed',
      events: { good: 1, total: 2 },
      display: '50.000 %',
      settled: { num: '1', den: '2' },
      budget: { allowed: { num: '0', den: '1' }, consumed: 1 },
      clocks: [
        {
          ticket: 'T-2',
          state: 'missed',
          dueAt: at('2026-07-02T10:00:00Z'),
          stoppedAt: at('2026-07-02T10:00:00.001Z'),
        },
        { ticket: 'T-1', state: 'met' },
      ],
    });
    expect(severity(2, statement)).toMatchObject({ verdict: 'met', events: { good: 1, total: 1 } });
  });

  it('counts a clock in the period in which it was decided, on the day of the agreement', () => {
    // Opened on 30 June at 23:00, due on 1 July at 01:00; opened on 31 July at 23:00, due in August.
    const statement = statementOf([
      ...aTicket('T-1', '2026-06-30T23:00:00Z'),
      ...aTicket('T-2', '2026-07-31T23:00:00Z'),
    ]);
    const july = severity(1, statement);
    expect(july.events).toEqual({ good: 0, total: 1 });
    expect(july.days[0]).toEqual({ date: '2026-07-01', ledger: null, events: { good: 0, total: 1 } });
    expect(july.clocks?.map(({ ticket }) => ticket)).toEqual(['T-1']);
  });

  it('is undetermined without a decided clock, and lists running ones while the period is open', () => {
    const asOf = '2026-07-10T01:00:00Z';
    const running = severity(1, statementOf(aTicket('T-1', '2026-07-10T00:00:00Z'), { asOf }));
    expect(running).toMatchObject({
      state: 'open',
      verdict: 'undetermined',
      doubts: ['nothing-due'],
      events: { good: 0, total: 0 },
      display: null,
      clocks: [{ ticket: 'T-1', state: 'running', dueAt: at('2026-07-10T02:00:00Z') }],
    });
  });

  it('lists a running clock in the period that is open now, and not in those to come', () => {
    const events = aTicket('T-1', '2026-07-10T00:00:00Z');
    const { promises } = statementOf(events, { asOf: '2026-07-10T01:00:00Z', period: '2026-Q3' });
    expect(promises[0]?.periods.map(({ clocks }) => clocks?.length)).toEqual([1, 0, 0]);
    expect(promises[0]?.periods.map(({ doubts }) => doubts)).toEqual([
      ['nothing-due'],
      ['nothing-elapsed'],
      ['nothing-elapsed'],
    ]);
  });

  it('shows a range where unknown clocks could turn the verdict, and decides where they could not', () => {
    const gaps = [{ start: at('2026-07-05T00:00:00Z'), end: at('2026-07-06T00:00:00Z') }];
    const unknown = aTicket('T-9', '2026-07-05T10:00:00Z');
    const late = aTicket('T-1', '2026-07-02T08:00:00Z');
    const inDoubt = severity(1, statementOf(unknown, { gaps }));
    expect(inDoubt).toMatchObject({
      verdict: 'undetermined',
      doubts: ['unknown-clocks'],
      display: '0.000 % .. 100.000 %',
      events: { good: 0, total: 1 },
    });
    // One missed already misses 100 %: at best 1 of 2 are met.
    expect(severity(1, statementOf([...unknown, ...late], { gaps }))).toMatchObject({
      verdict: 'missed',
      display: '50.000 %',
      settled: { num: '1', den: '2' },
    });
  });

  it('counts a ticket under the severity in force when it was decided', () => {
    const lowered: TicketEvent[] = [
      ...aTicket('T-1', '2026-07-01T08:00:00Z', { replied: '2026-07-01T12:00:00Z' }),
      { ticket: 'T-1', at: at('2026-07-01T09:00:00Z'), type: 'severity-changed', severity: 2 },
    ];
    const statement = statementOf(lowered);
    // Lowered before it was due: 8 h from the start, until 16:00, so the reply at 12:00 is in time.
    expect(severity(1, statement).events).toEqual({ good: 0, total: 0 });
    expect(severity(2, statement).events).toEqual({ good: 1, total: 1 });
  });
});
