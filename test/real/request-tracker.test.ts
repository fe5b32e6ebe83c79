// A queue of a real Request Tracker: what the documents do not say shows here first.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestTracker } from '@upheld/collector/connectors/request-tracker';
import { Secret } from '@upheld/collector/secrets';
import { z } from 'zod';
import { oneSecret } from '../collector/egress/servers.ts';
import { connectorContext, pagesOf } from '../contracts/connector.ts';
import { startRequestTracker, type Person, type RequestTracker } from './request-tracker.ts';
import { isMissing } from './servers.ts';

const canary = 'canary-of-a-person';
const map = { Critical: 1, High: 2, Medium: 3, Low: 4 };
const packages = ['request-tracker5', 'rt5-db-sqlite', 'rt5-standalone', 'msmtp-mta'];

describe.skipIf(packages.some(isMissing))('a real Request Tracker', () => {
  let real: RequestTracker;

  beforeAll(async () => {
    real = await startRequestTracker();
    await wholeLife();
    await otherLives();
    // An hour ago everything is settled. A second is all that Request Tracker knows of an instant.
    real.alter("UPDATE Transactions SET Created = datetime('now', '-1 hour')");
  });
  afterAll(async () => await real?.stop());

  async function open(severity: string, Queue = 'Lumen'): Promise<string> {
    const text = { Subject: canary, Content: canary, ContentType: 'text/plain' };
    const fields = { Queue, Requestor: 'reporter@northwind.example', CustomFields: { Severity: severity } };
    return z
      .object({ id: z.string() })
      .parse(await real.ask('reporter', 'POST', 'ticket', { ...fields, ...text })).id;
  }

  async function say(person: Person, ticket: string, how = 'correspond') {
    const text = { Content: canary, ContentType: 'text/plain' };
    await real.ask(person, 'POST', `ticket/${ticket}/${how}`, text);
  }

  async function change(person: Person, ticket: string, fields: object) {
    await real.ask(person, 'PUT', `ticket/${ticket}`, fields);
  }

  async function wholeLife() {
    const ticket = await open('Medium');
    await say('supplier', ticket);
    await say('supplier', ticket, 'comment');
    await change('reporter', ticket, { CustomFields: { Severity: 'Critical' } });
    await change('supplier', ticket, { CustomFields: { Severity: 'Low' } });
    await change('supplier', ticket, { Status: 'stalled' });
    await change('supplier', ticket, { Status: 'open' });
    await change('supplier', ticket, { Status: 'resolved' });
    await say('reporter', ticket);
    real.mail([
      `From: supplier@lumen.example`,
      `Subject: [upheld.example #${ticket}] ${canary}`,
      'Auto-Submitted: auto-replied',
      'Message-ID: <1@lumen.example>',
      ...['', `I am out of office. ${canary}`],
    ]);
  }

  /** A ticket by mail, one that is merged and one that is moved into the queue. */
  async function otherLives() {
    const headers = ['From: somebody@northwind.example', `Subject: ${canary}`, 'Message-ID: <2@x.example>'];
    real.mail([...headers, '', canary]);
    const merged = await open('High');
    await change('supplier', merged, { MergeInto: 1 });
    const moved = await open('High', 'Other');
    await say('supplier', moved);
    await change('supplier', moved, { Queue: 'Lumen' });
  }

  async function poll(cursor: string | null = null, severity: object = { field: 'CF.Severity', map }) {
    const spec = {
      ...{ url: real.url, token: { env: 'RT_TOKEN' }, queue: 'Lumen', severity },
      supplierAddresses: ['@lumen.example'],
    };
    const credentials = oneSecret(new Secret(real.tokens.reader));
    const pages = await pagesOf(requestTracker, spec, cursor, connectorContext([real.port], credentials));
    return { events: pages.flatMap(({ events }) => events), cursor: pages.at(-1)?.cursor ?? null };
  }

  it('tells of a whole life, with what it was opened with and who is out of office', async () => {
    const { events } = await poll();
    const reply = { ticket: '1', type: 'public-reply', autoSubmitted: false };
    expect(events.filter(({ ticket }) => ticket === '1')).toMatchObject([
      { ticket: '1', type: 'opened', severity: 3 },
      { ...reply, actor: 'supplier' },
      { ticket: '1', type: 'note' },
      { ticket: '1', type: 'severity-changed', severity: 1 },
      { ticket: '1', type: 'severity-changed', severity: 4 },
      { ticket: '1', type: 'waiting-on-reporter' },
      { ticket: '1', type: 'waiting-ended' },
      { ticket: '1', type: 'resolved' },
      { ...reply, actor: 'reporter' },
      { ticket: '1', type: 'reopened' },
      { ...reply, actor: 'supplier', autoSubmitted: true },
    ]);
    expect(JSON.stringify(events)).not.toContain(canary);
  });

  it('tells of tickets that came by mail, were merged and were moved', async () => {
    const { events } = await poll();
    expect(events.filter(({ ticket }) => ticket !== '1')).toMatchObject([
      { ticket: '2', type: 'opened', severity: 4 },
      { ticket: '3', type: 'opened', severity: 2 },
      { ticket: '3', type: 'merged-into', into: '1' },
      { ticket: '4', type: 'opened', severity: 2 },
      { ticket: '4', type: 'public-reply', actor: 'supplier', autoSubmitted: false },
    ]);
  });

  it('has nothing new behind its cursor, and then what came since', async () => {
    const before = await poll();
    expect(await poll(before.cursor)).toEqual({ events: [], cursor: before.cursor });
    // 250 notes are more than two pages.
    real.alter(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
      INSERT INTO Transactions (ObjectType, ObjectId, Type, Creator, Created)
      SELECT 'RT::Ticket', 2, 'Comment', 1, datetime('2026-07-01', '+' || i || ' minutes') FROM n`);
    const { events } = await poll(before.cursor);
    const midnight = Date.UTC(2026, 6, 1);
    expect(events.map(({ at }) => (at - midnight) / 60_000)).toEqual(
      Array.from({ length: 250 }, (_, index) => index + 1),
    );
  });

  it('refuses what it does not know', async () => {
    await expect(poll(null, { field: 'CF.Severty', map })).rejects.toThrow('have no CF.Severty');
    await expect(poll(null, { field: 'Priority', map: { 1: 1 }, otherwise: 2 })).resolves.toBeDefined();
  });
});
