import { missedResponses } from '@upheld/collector/evaluation/missed-responses';
import { describe, expect, it } from 'vitest';
import { aPeriod, aPromise, aStatement, anAgreement, anOccurrence } from '../../builders/agreement.ts';

const now = Date.UTC(2026, 6, 20, 12);
const hour = 3_600_000;

type Clock = NonNullable<ReturnType<typeof aPeriod>['clocks']>[number];

const clock = (ticket: string, change: Partial<Clock> = {}): Clock => ({
  ...{ ticket, severity: 1, startAt: now - 3 * hour, dueAt: now - hour, stoppedAt: null, state: 'missed' },
  ...change,
});

/** A look in which a trigger opened for each of these tickets. */
function look(clocks: Clock[], tickets: string[], indicator = 'first-response') {
  const period = { ...aPeriod(), clocks };
  const promise = { ...aPromise(), name: 'desk-severity-1-first-response', indicator, sources: ['desk'] };
  const opened = tickets.map((subject) =>
    anOccurrence({ type: 'response-missed', promise: promise.name, subject }),
  );
  return {
    agreement: anAgreement(),
    statement: { ...aStatement(), asOf: now, promises: [{ ...promise, periods: [period] }] },
    ...{ occurrences: opened, opened, cleared: [], tookMs: 1 },
  };
}

const desk = { agreement: 'acme', source: 'desk' };

describe('tickets whose response was just missed', () => {
  it('are told by desk', () => {
    expect(missedResponses(look([clock('T-1'), clock('T-2')], ['T-1', 'T-2']))).toEqual([
      [desk, ['T-1', 'T-2']],
    ]);
  });

  it.each([
    ['for which no trigger opened now', [clock('T-2')], ['T-1']],
    ['that were answered late', [clock('T-1', { stoppedAt: now })], ['T-1']],
    ['whose miss is a day old', [clock('T-1', { dueAt: now - 24 * hour })], ['T-1']],
    ['that were met', [clock('T-1', { state: 'met' })], ['T-1']],
  ])('are not those %s', (_title, clocks, tickets) => {
    expect(missedResponses(look(clocks, tickets))).toEqual([]);
  });

  it('are none where an update is late', () => {
    expect(missedResponses(look([clock('T-1')], ['T-1'], 'update-cadence'))).toEqual([]);
  });
});
