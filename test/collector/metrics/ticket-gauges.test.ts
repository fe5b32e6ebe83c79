import { describe, expect, it } from 'vitest';
import { evaluateFrom } from '@upheld/collector/evaluation/evaluator';
import { createInstruments } from '@upheld/collector/metrics/instruments';
import { renderMetrics } from '@upheld/collector/metrics/render';
import { agreementSummary } from '@upheld/shared/api/views';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { anAgreement } from '../../builders/agreement.ts';
import { aMatrix, aSeverity } from '../../shared/indicators/matrix.ts';
import { minute, noon } from '../collect/scene.ts';
import { temporaryStore } from '../collect/temporary-store.ts';
import { opened, place, replied, resolved } from '../collect/ticket-desk.ts';

const system = {
  asOf: 0,
  version: '0.1.0',
  config: { loadedAt: 1_000, lastReloadSuccessful: true, faults: [] },
};
const source = { name: 'desk', type: 'json-http', every: '60s', agreeing: 1, spec: {} };

/** What /metrics says at noon of the tickets of a desk that was last read then, or as long before. */
async function shown(events: TicketEvent[], severities = [aSeverity()], staleMs = 0) {
  const store = await temporaryStore();
  await store.putTicketEvents({ ...place, events });
  await store.recordSync(place, noon - staleMs);
  const agreement = anAgreement({
    ...{ timeZone: 'UTC', objectives: [], support: [aMatrix({ severities })] },
    sources: [{ ...source, retry: { attempts: 1, delay: '5s' } }],
  });
  const statement = await evaluateFrom(
    store,
    () => true,
  )({
    ...{ agreement, exclusions: [], period: '2026-Q3', asOf: noon },
  });
  const { calendars } = agreement;
  const summary = agreementSummary(agreement, statement, []);
  const standing = { summary, calendars, promises: statement.promises, triggers: [] };
  const { text } = await renderMetrics(createInstruments(), [standing], system);
  return text.match(/^upheld_ticket(s_open|_next|_first).*$/gm) ?? [];
}

const at = (severity: number) => `{agreement="acme",source="desk",ticket_severity="${severity}"}`;

describe('the gauges of tickets', () => {
  it('tell by severity what is open, what comes next and how the period stands', async () => {
    const lines = await shown([
      ...[opened('T-1', -600), replied('T-1', -599)], // answered in time
      ...[opened('T-2', -600), replied('T-2', -400)], // due after 2 h, answered after 200 minutes
      ...[opened('T-3', -60), opened('T-4', -30)], // due at 13:00 and 13:30
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        `upheld_tickets_open${at(1)} 2`,
        `upheld_ticket_next_breach_timestamp_seconds${at(1)} ${(noon + 60 * minute) / 1_000}`,
        `upheld_ticket_first_responses${at(1)} 2`,
        `upheld_ticket_first_response_breaches${at(1)} 1`,
        `upheld_ticket_first_response_unknowns${at(1)} 0`,
      ]),
    );
  });

  it('are 0 where there is no ticket, and know no next breach then', async () => {
    const lines = await shown([]);
    expect(lines).toContain(`upheld_tickets_open${at(1)} 0`);
    expect(lines).toContain(`upheld_ticket_first_responses${at(1)} 0`);
    expect(lines.join()).not.toContain('next_breach');
  });

  it('count what fell due while the desk could not be read as unknown', async () => {
    const lines = await shown([opened('T-1', -180)], [aSeverity()], 90 * minute);
    expect(lines).toContain(`upheld_ticket_first_responses${at(1)} 1`);
    expect(lines).toContain(`upheld_ticket_first_response_breaches${at(1)} 0`);
    expect(lines).toContain(`upheld_ticket_first_response_unknowns${at(1)} 1`);
  });

  it('count a ticket once for which several clocks run, and take the first that is due', async () => {
    const severities = [
      aSeverity({ updateEvery: '1h', resolution: '4h' }),
      aSeverity({ level: 2, firstResponse: '8h' }),
    ];
    const lines = await shown(
      [opened('T-1', -60), replied('T-1', -30), opened('T-2', -60, 2), opened('T-3'), resolved('T-3', -1)],
      severities,
    );
    // That T-3 was resolved in time is no response.
    expect(lines).toContain(`upheld_ticket_first_responses${at(1)} 1`);
    // T-1 is updated until 12:30 and resolved until 15:00; T-3 still has no response, due at 13:00.
    expect(lines).toContain(`upheld_tickets_open${at(1)} 2`);
    expect(lines).toContain(`upheld_tickets_open${at(2)} 1`);
    const next = 'upheld_ticket_next_breach_timestamp_seconds';
    expect(lines).toContain(`${next}${at(1)} ${(noon + 30 * minute) / 1_000}`);
    expect(lines).toContain(`${next}${at(2)} ${(noon + 420 * minute) / 1_000}`);
  });
});
