import { describe, expect, it } from 'vitest';
import { createApp } from '@upheld/collector/api/app';
import type { Readers } from '@upheld/collector/api/readers';
import { supportSchema, ticketSchema } from '@upheld/shared/api/ticket-records';
import type { SourceRecord } from '@upheld/shared/api/source-records';
import { supportStandings, ticketAccounts } from '@upheld/shared/evaluation/support';
import type { DeskFacts } from '@upheld/shared/evaluation/support';
import { toldAccounts } from '@upheld/shared/evaluation/told-accounts';
import { anAgreement } from '../../builders/agreement.ts';
import { aMatrix, aTicket } from '../../shared/indicators/matrix.ts';

const now = Date.UTC(2026, 8, 7, 12);
/** Named with what an address gives a meaning to. */
const ticket = 'a/b #1 ä%?';
const facts: DeskFacts = {
  desk: () => ({ events: aTicket(ticket, '2026-09-07T11:00:00Z'), gaps: [] }),
  opinions: () => [{ ticket, kind: 'first-response', state: 'missed', dueAt: null, readAt: now }],
};
/** Told an hour late: the desk had been read up to half an hour ago without it. */
const told = aTicket(ticket, '2026-09-07T11:00:00Z').map((event) => ({
  ...{ ...event, toldAt: now, deskKnownUntil: now - 1_800_000 },
}));
const agreement = anAgreement({ support: [aMatrix()] });
const desk: SourceRecord = {
  ...{ source: 'desk', type: 'json-http', every: '5m', measuredBy: null, nextAt: null, gives: 'tickets' },
  ...{ syncedUntil: now - 60_000, failingSince: now - 30_000, error: 'it is down', reconciledAt: null },
};
const imported: SourceRecord = { ...desk, source: 'files', type: 'import', gives: 'imports', slots: [] };

function ask(path: string, change: Partial<Readers> = {}) {
  const readers: Readers = {
    agreements: () => [agreement],
    exclusions: () => [],
    statement: () => Promise.reject(new Error('not asked here')),
    whatIf: () => Promise.reject(new Error('not asked here')),
    definitions: () => Promise.reject(new Error('not asked here')),
    occurrences: async () => [],
    failures: async () => [],
    witnesses: async () => ({ heard: [], checks: [] }),
    sources: async () => [imported, desk],
    staleDesks: async () => [],
    support: async (of) => supportStandings(of, facts, now),
    ticket: async (of, asked) => toldAccounts(ticketAccounts(of, facts, { ...asked, asOf: now }), told),
    system: () => ({
      ...{ asOf: now, version: '0.1.0' },
      config: { loadedAt: now, lastReloadSuccessful: true, faults: [] },
    }),
    now: () => now,
    ...change,
  };
  const app = createApp(
    {
      readersFor: () => readers,
      notReady: async () => null,
      reload: async () => ({ ok: true }),
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
      subscribe: () => () => undefined,
      answered: () => undefined,
      knowsBeat: () => false,
      receptionOf: () => null,
      beat: async () => 'unknown',
    },
    '0.1.0',
    (error) => expect.unreachable(String(error)),
  );
  return app.request(`http://127.0.0.1:4401/api/v1${path}`, { headers: { host: '127.0.0.1:4401' } });
}

describe('how support stands', () => {
  it('is told with the desks that are read, and how far each is known', async () => {
    const response = await ask('/agreements/acme/tickets');
    expect(response.status).toBe(200);
    const answer: unknown = await response.json();
    // What is answered is what is described: nothing more, and nothing of another form.
    expect(supportSchema.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      system: { asOf: now },
      desks: [{ source: 'desk', syncedUntil: now - 60_000, failingSince: now - 30_000, error: 'it is down' }],
      standings: [
        {
          ...{ matrix: 'issues', source: 'desk', open: [{ severity: 1, tickets: 1 }] },
          running: { clocks: [{ ticket, leftMs: 3_600_000 }] },
          opinion: { agreed: 0, disagreements: [{ reason: 'unexplained' }] },
        },
      ],
    });
  });

  it('asks for the desks under the terms in force', async () => {
    const amended = [{ name: 'a1', from: now, terms: anAgreement({ displayName: 'Acme, amended' }) }];
    const sources: Readers['sources'] = async ({ displayName }) => [{ ...desk, source: displayName }];
    const response = await ask('/agreements/acme/tickets', {
      agreements: () => [anAgreement({ support: [aMatrix()], amended })],
      sources,
    });
    expect(await response.json()).toMatchObject({ desks: [{ source: 'Acme, amended' }] });
  });

  it('is nothing where an agreement promises none, and a fault where there is no agreement', async () => {
    const none = { agreements: () => [anAgreement()], sources: async () => [] };
    expect(await (await ask('/agreements/acme/tickets', none)).json()).toMatchObject({
      ...{ desks: [], standings: [] },
    });
    expect((await ask('/agreements/nobody/tickets')).status).toBe(404);
  });
});

describe('the account of a ticket', () => {
  it('is found by its name whatever characters that has', async () => {
    const response = await ask(`/agreements/acme/tickets/desk/${encodeURIComponent(ticket)}`);
    expect(response.status).toBe(200);
    const answer: unknown = await response.json();
    expect(ticketSchema.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      desk: { source: 'desk' },
      accounts: [
        {
          ...{ matrix: 'issues', owedBy: 'acme' },
          account: {
            ...{ ticket, mergedInto: null, deletedAt: null },
            events: [{ type: 'opened', toldAt: now, deskKnownUntil: now - 1_800_000 }],
          },
        },
      ],
    });
  });

  it('is told of a desk that the terms in force have no more', async () => {
    const response = await ask(`/agreements/acme/tickets/desk/${encodeURIComponent(ticket)}`, {
      sources: async () => [imported],
    });
    expect(await response.json()).toMatchObject({ desk: null, accounts: [{ matrix: 'issues' }] });
  });

  it('is a fault that says what is not known', async () => {
    const unknown = await ask('/agreements/acme/tickets/desk/T-9');
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ detail: 'No desk desk of acme knows the ticket T-9' });
    expect((await ask('/agreements/acme/tickets/nowhere/T-9')).status).toBe(404);
    expect((await ask('/agreements/nobody/tickets/desk/T-9')).status).toBe(404);
    expect((await ask(`/agreements/acme/tickets/desk/${'x'.repeat(201)}`)).status).toBe(400);
  });
});
