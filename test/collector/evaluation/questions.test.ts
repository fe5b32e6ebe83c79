import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createJudgeThread } from '@upheld/collector/evaluation/judge-thread';
import { questionsTo } from '@upheld/collector/evaluation/questions';
import type { NewSample } from '@upheld/collector/store/store';
import { anAgreement } from '../../builders/agreement.ts';
import { aMatrix, aTicket } from '../../shared/indicators/matrix.ts';
import { temporaryStore } from '../collect/temporary-store.ts';

const MINUTE = 60_000;
const berlin = anAgreement();
/** July 2026 in Berlin. */
const start = Date.UTC(2026, 5, 30, 22);
const asOf = Date.UTC(2026, 7, 15);

/** 200 minutes of July, of which the first 50 are bad. */
async function store() {
  const made = await temporaryStore();
  const place = { agreement: 'acme', source: 'api', vantage: 'main' };
  await made.putSamples(
    Array.from({ length: 200 }, (_, minute): NewSample => {
      const at = start + minute * MINUTE;
      if (minute >= 50) return { ...place, at, outcome: 'ok', reason: null, latencyMs: 20 };
      return { ...place, at, outcome: 'bad', reason: 'timeout', latencyMs: null };
    }),
  );
  return made;
}

const about = { agreement: berlin, exclusions: [], promise: 'uptime', asOf };

describe('questions about one promise', () => {
  it('are answered from the store for every period that was asked for', async () => {
    const questions = questionsTo(await store(), () => true);
    const answer = await questions.whatIf({
      ...about,
      periods: ['2026-06', '2026-07'],
      change: { notMeasured: 'good', target: '99.9%' },
    });
    expect(answer).toMatchObject({
      was: { target: '99.5%' },
      would: { target: '99.9%' },
      // 50 of 44,640 are over the 44.64 that 99.9 % allows.
      periods: [
        { period: '2026-06', was: { verdict: 'undetermined' }, would: { verdict: 'met' } },
        { period: '2026-07', was: { verdict: 'undetermined' }, would: { verdict: 'missed' } },
      ],
      differing: 2,
    });
  });

  it('are answered in a thread of its own just as here', async () => {
    const thread = createJudgeThread();
    onTestFinished(() => thread.close());
    const facts = await store();
    const [here, there] = [questionsTo(facts, () => true), questionsTo(facts, () => true, thread)];
    const whatIf = { ...about, periods: ['2026-07'], change: { target: '99.9%' } };
    const definitions = { ...about, period: '2026-Q3' };
    expect(await there.whatIf(whatIf)).toEqual(await here.whatIf(whatIf));
    expect(await there.definitions(definitions)).toEqual(await here.definitions(definitions));
    const [month] = (await there.definitions(definitions)).periods;
    // 200 samples, the last of which speaks 1.5 minutes: 151 good minutes.
    expect(month?.parts[0]?.definitions[2]).toMatchObject({
      isContract: true,
      counts: { good: 151, bad: 50 },
    });
    await expect(there.whatIf({ ...whatIf, change: { threshold: '1s' } })).rejects.toThrow(RangeError);
    await expect(there.definitions({ ...definitions, promise: 'no' })).rejects.toThrow('has no promise "no"');
  });

  it('need a period', async () => {
    const questions = questionsTo(await store(), () => true);
    await expect(questions.whatIf({ ...about, periods: [], change: {} })).rejects.toThrow('name one');
  });
});

describe('questions about tickets', () => {
  const supported = anAgreement({ support: [aMatrix()] });
  const now = Date.UTC(2026, 7, 15, 12);
  const desk = { agreement: 'acme', source: 'desk' };
  /** T-1 is answered an hour after it came in; T-2 came in an hour ago. */
  async function withTickets() {
    const made = await temporaryStore();
    await made.putTicketEvents({
      ...desk,
      events: [
        ...aTicket('T-1', '2026-08-15T08:00:00Z', { replied: '2026-08-15T09:00:00Z' }),
        ...aTicket('T-2', '2026-08-15T11:00:00Z'),
      ],
      opinions: [{ ticket: 'T-1', kind: 'first-response', state: 'met', dueAt: null, readAt: now }],
      cursor: null,
    });
    await made.recordSync(desk, now);
    return made;
  }

  it('are answered from what the store has of the desks, in a thread of its own just as here', async () => {
    const thread = createJudgeThread();
    onTestFinished(() => thread.close());
    const facts = await withTickets();
    const [here, there] = [questionsTo(facts, () => true), questionsTo(facts, () => true, thread)];
    const asked = { agreement: supported, asOf: now };
    const standings = await here.support(asked);
    expect(standings).toMatchObject([
      {
        ...{ matrix: 'issues', source: 'desk', unknown: 0 },
        running: { clocks: [{ ticket: 'T-2', leftMs: 3_600_000 }] },
        opinion: { agreed: 1, disagreements: [] },
      },
    ]);
    expect(await there.support(asked)).toEqual(standings);
    const ticket = { ...asked, source: 'desk', ticket: 'T-1' };
    const accounts = await here.ticket(ticket);
    expect(accounts).toMatchObject([
      { matrix: 'issues', account: { clocks: [{ state: 'met' }], replies: [{ counts: true }] } },
    ]);
    expect(await there.ticket(ticket)).toEqual(accounts);
    expect(await there.ticket({ ...ticket, ticket: 'T-9' })).toEqual([]);
  });

  it('say of each event when its desk told it, on tickets that were merged too', async () => {
    const facts = await withTickets();
    const merged: TicketEvent = {
      ...{ ticket: 'T-2', at: now - 40 * MINUTE, type: 'merged-into', into: 'T-1' },
    };
    await facts.putTicketEvents({ ...desk, events: [merged], readAt: now + MINUTE });
    const asked = { agreement: supported, asOf: now + 2 * MINUTE, source: 'desk', ticket: 'T-1' };
    const [told] = await questionsTo(facts, () => true).ticket(asked);
    expect(told?.account.events).toMatchObject([
      { type: 'opened', toldAt: null, deskKnownUntil: null },
      { type: 'public-reply', toldAt: null, deskKnownUntil: null },
      { type: 'merged-into', ticket: 'T-2', toldAt: now + MINUTE, deskKnownUntil: now },
    ]);
  });

  it('take what happened since the last sync for not known, but of files for all there is', async () => {
    const facts = await withTickets();
    const asked = { agreement: supported, asOf: now + 2 * 60 * MINUTE };
    // T-2 fell due an hour after the last sync.
    expect(await questionsTo(facts, () => true).support(asked)).toMatchObject([{ unknown: 1 }]);
    expect(await questionsTo(facts, () => false).support(asked)).toMatchObject([{ unknown: 0 }]);
  });
});
