import type { Severity } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { responseMissed } from '@upheld/shared/triggers/response-missed';
import type { Interval } from '@upheld/shared/time/instant';
import { describe, expect, it } from 'vitest';
import { aSource, anAgreement, at, facts } from '../evaluation/build.ts';
import { aMatrix, aSeverity, aTicket } from './matrix.ts';

/** The statement of a desk whose severity 1 promises a first response in 2 h, an update every hour, a resolution in 12 h. */
function statementOf(
  events: TicketEvent[],
  {
    asOf = '2026-08-02T00:00:00Z',
    period = '2026-07',
    severity = {} as Partial<Severity>,
    pauses = [] as ('updates' | 'resolution')[],
  } = {},
) {
  const terms = { updateEvery: '1h', resolution: '12h', target: '50%', ...severity };
  return evaluateAgreement({
    agreement: anAgreement({
      sources: [aSource({ name: 'desk' })],
      objectives: [],
      support: [aMatrix({ severities: [aSeverity(terms)], waitingOnReporterPauses: pauses })],
    }),
    ...{ exclusions: [], period, asOf: at(asOf) },
    facts: facts([], events),
  });
}

function promise(statement: { promises: PromiseStatement[] }, indicator: string): PromiseStatement {
  const found = statement.promises.find((candidate) => candidate.indicator === indicator);
  if (found === undefined) throw new Error(`no promise of ${indicator}`);
  return found;
}

function judged(statement: { promises: PromiseStatement[] }, indicator: string): PromisePeriod {
  const [period] = promise(statement, indicator).periods;
  if (period === undefined) throw new Error(`no period of ${indicator}`);
  return period;
}

const reply = (instant: string, ticket = 'T-1'): TicketEvent => ({
  ...{ ticket, at: at(instant), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
});
const event = (
  type: 'resolved' | 'reopened' | 'waiting-on-reporter' | 'waiting-ended',
  instant: string,
): TicketEvent => ({
  ...{ ticket: 'T-1', at: at(instant), type },
});

describe('the promises of a severity', () => {
  it('are one per duration that it names, each with a name, a formula and a meaning of its own', () => {
    expect(statementOf([]).promises).toMatchObject([
      {
        name: 'issues-severity-1-first-response',
        indicator: 'first-response',
        meaning: '2 h, around the clock',
      },
      {
        name: 'issues-severity-1-update-cadence',
        indicator: 'update-cadence',
        meaning: '1 h, around the clock',
      },
      { name: 'issues-severity-1-resolution', indicator: 'resolution', meaning: '12 h, around the clock' },
    ]);
    const bare = statementOf([], { severity: { updateEvery: undefined, resolution: undefined } });
    expect(bare.promises.map(({ indicator }) => indicator)).toEqual(['first-response']);
  });
});

describe('update cadence', () => {
  it('counts a slot on the day on which it was decided: one that falls due at midnight on the day that begins', () => {
    // Replied at 9:00 and resolved after midnight: due at 10:00, 11:00 ... 23:00, which are 14, and at 0:00.
    const events = [
      ...aTicket('T-1', '2026-07-01T08:00:00Z', { replied: '2026-07-01T09:00:00Z' }),
      event('resolved', '2026-07-02T00:30:00Z'),
    ];
    const { days } = judged(statementOf(events), 'update-cadence');
    expect(days.slice(0, 3).map(({ date, events: counts }) => [date, counts?.total])).toEqual([
      ['2026-07-01', 14],
      ['2026-07-02', 1],
      ['2026-07-03', 0],
    ]);
  });

  it('counts a slot for every reply and a miss for every hour without one, until the ticket is resolved', () => {
    // First reply 09:00; update 09:30 (met); nothing until 12:00: missed at 10:30 and 11:30, met at 12:00;
    // resolved at 12:10, which drops the running slot.
    const events = [
      ...aTicket('T-1', '2026-07-01T08:00:00Z', { replied: '2026-07-01T09:00:00Z' }),
      ...[
        reply('2026-07-01T09:30:00Z'),
        reply('2026-07-01T12:00:00Z'),
        event('resolved', '2026-07-01T12:10:00Z'),
      ],
    ];
    const period = judged(statementOf(events), 'update-cadence');
    expect(period).toMatchObject({ verdict: 'met', display: '50.000 %', events: { good: 2, total: 4 } });
    expect(period.clocks?.map(({ state, dueAt }) => [state, dueAt])).toEqual([
      ['missed', at('2026-07-01T10:30:00Z')],
      ['missed', at('2026-07-01T11:30:00Z')],
      ['met', at('2026-07-01T10:00:00Z')],
      ['met', at('2026-07-01T12:30:00Z')],
    ]);
  });

  it('stands still while the reporter is waited for, where the agreement says so', () => {
    // Waiting 09:10 to 14:00 moves the slot of 09:00 from 10:00 to 14:50; the update of 14:30 is in time.
    const events = [
      ...aTicket('T-1', '2026-07-01T08:00:00Z', { replied: '2026-07-01T09:00:00Z' }),
      ...[
        event('waiting-on-reporter', '2026-07-01T09:10:00Z'),
        event('waiting-ended', '2026-07-01T14:00:00Z'),
      ],
      ...[reply('2026-07-01T14:30:00Z'), event('resolved', '2026-07-01T14:40:00Z')],
    ];
    expect(judged(statementOf(events, { pauses: ['updates'] }), 'update-cadence').events).toEqual({
      good: 1,
      total: 1,
    });
    // Without the pause 10:00 to 14:00 are five misses before the update.
    expect(judged(statementOf(events), 'update-cadence').events).toEqual({ good: 1, total: 6 });
  });

  it('opens no trigger of a missed first response', () => {
    const late = [...aTicket('T-1', '2026-07-01T08:00:00Z', { replied: '2026-07-01T09:00:00Z' })];
    const statement = statementOf(late, { asOf: '2026-07-01T12:00:00Z' });
    expect(judged(statement, 'update-cadence').verdict).toBe('missed');
    const findings = responseMissed.find({}, [statement], 'UTC');
    expect(findings.map(({ promise: name, state }) => [name, state])).toEqual([
      ['issues-severity-1-first-response', 'gone'],
    ]);
  });
});

describe('resolution', () => {
  const opened = aTicket('T-1', '2026-07-01T08:00:00Z', { replied: '2026-07-01T09:00:00Z' });

  it('counts a ticket that was resolved in time', () => {
    const period = judged(statementOf([...opened, event('resolved', '2026-07-01T20:00:00Z')]), 'resolution');
    expect(period).toMatchObject({ verdict: 'met', events: { good: 1, total: 1 } });
  });

  it('goes on where a ticket is reopened, so that closing early gains nothing', () => {
    // 4 h until resolved at 12:00, reopened at 22:00: 8 h are left, so that it is due at 06:00 of the next day.
    const reopened = [
      ...opened,
      event('resolved', '2026-07-01T12:00:00Z'),
      event('reopened', '2026-07-01T22:00:00Z'),
    ];
    const late = [...reopened, event('resolved', '2026-07-02T06:00:00.001Z')];
    expect(judged(statementOf(late), 'resolution')).toMatchObject({
      verdict: 'missed',
      events: { good: 0, total: 1 },
    });
    const inTime = [...reopened, event('resolved', '2026-07-02T06:00:00Z')];
    expect(judged(statementOf(inTime), 'resolution')).toMatchObject({
      verdict: 'met',
      events: { good: 1, total: 1 },
    });
  });

  it('lists what runs with the time it is due, and counts it nowhere', () => {
    const period = judged(statementOf(opened, { asOf: '2026-07-01T10:00:00Z' }), 'resolution');
    expect(period).toMatchObject({
      verdict: 'undetermined',
      doubts: ['nothing-due'],
      events: { good: 0, total: 0 },
    });
    expect(period.clocks).toMatchObject([{ state: 'running', dueAt: at('2026-07-01T20:00:00Z') }]);
  });
});

describe('a severity without a ticket', () => {
  const quiet = (gaps: Interval[], asOf = '2026-08-02T00:00:00Z') => {
    const agreement = anAgreement({
      sources: [aSource({ name: 'desk' })],
      objectives: [],
      support: [aMatrix({ severities: [aSeverity()] })],
    });
    const given = { agreement, exclusions: [], period: '2026-07', asOf: at(asOf) };
    return judged(evaluateAgreement({ ...given, facts: facts([], [], gaps) }), 'first-response').doubts;
  };
  const gap = (start: string, end: string) => [{ start: at(start), end: at(end) }];

  it('had nothing fall due where its desk was read', () => {
    expect(quiet([])).toEqual(['nothing-due']);
  });

  it('may have had one where the desk could not be read for longer than an answer may take', () => {
    // 2 h are promised: what comes in at noon is due at 14:00, and late only after that.
    expect(quiet(gap('2026-07-10T12:00:00Z', '2026-07-10T14:00:00Z'))).toEqual(['nothing-due']);
    expect(quiet(gap('2026-07-10T12:00:00Z', '2026-07-10T14:00:00.001Z'))).toEqual(['unknown-clocks']);
  });

  it('does not mind a gap of another month, nor the minute since the last sync', () => {
    expect(quiet(gap('2026-06-10T12:00:00Z', '2026-06-20T12:00:00Z'))).toEqual(['nothing-due']);
    const asOf = '2026-07-10T12:01:00Z';
    expect(quiet(gap('2026-07-10T12:00:00Z', asOf), asOf)).toEqual(['nothing-due']);
  });
});

describe('a clock that runs', () => {
  const listed = (asOf: string, period = '2026-07') => {
    const events = aTicket('T-1', '2026-07-31T23:30:00Z');
    return judged(statementOf(events, { asOf, period }), 'first-response').clocks?.map(({ state }) => state);
  };

  it('is listed while the period is open, and at its end no longer', () => {
    expect(listed('2026-07-31T23:59:59.999Z')).toEqual(['running']);
    expect(listed('2026-08-01T00:00:00Z')).toEqual([]);
  });

  it('is listed in the next period from its first instant on', () => {
    expect(listed('2026-07-31T23:59:59.999Z', '2026-08')).toEqual([]);
    expect(listed('2026-08-01T00:00:00Z', '2026-08')).toEqual(['running']);
  });
});
