// A project of a real Redmine, back-dated, so that every event below is known to the second.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { redmine } from '@upheld/collector/connectors/redmine';
import { Secret } from '@upheld/collector/secrets';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { oneSecret } from '../collector/egress/servers.ts';
import { connectorContext, pagesOf } from '../contracts/connector.ts';
import { mayRunRedmine, startRedmine, type Redmine } from './redmine.ts';
import { isMissing } from './servers.ts';

const canary = 'canary-of-a-person';
const statuses = { New: 1, 'In Progress': 2, Resolved: 3, Feedback: 4, Closed: 5 };
const at = (minutes: number) => Date.UTC(2026, 6, 1, 9) + minutes * 60_000;

const created = z.object({ issue: z.object({ id: z.int() }) });
const priorities = z.object({ issue_priorities: z.array(z.object({ id: z.int(), name: z.string() })) });
const listed = z.object({ total_count: z.int() });
const shown = z.object({ issue: z.object({ closed_on: z.string().nullable() }) });

const cannotRun = isMissing('redmine') || isMissing('puma') || !mayRunRedmine();

describe.skipIf(cannotRun)('a real Redmine', () => {
  let real: Redmine;
  let idOf: Map<string, number>;

  beforeAll(async () => {
    real = await startRedmine();
    const all = await real.ask(real.people.reader, 'GET', '/enumerations/issue_priorities.json');
    idOf = new Map(priorities.parse(all).issue_priorities.map(({ id, name }) => [name, id]));
    await wholeLife();
    await briefLife();
  });
  afterAll(async () => await real?.stop());

  async function open(priority: string): Promise<number> {
    const text = { subject: canary, description: canary };
    const issue = { project_id: 'acme-support', ...text, priority_id: idOf.get(priority) };
    const answer = await real.ask(real.people.reporter, 'POST', '/issues.json', { issue });
    return created.parse(answer).issue.id;
  }

  async function act(who: keyof Redmine['people'], issue: number, change: object): Promise<void> {
    await real.ask(real.people[who], 'PUT', `/issues/${issue}.json`, { issue: change });
  }

  /** Issue 1: answered, asked back, escalated, resolved, closed and reopened. */
  async function wholeLife(): Promise<void> {
    const issue = await open('Normal');
    await act('bot', issue, { notes: canary });
    await act('supplier', issue, { notes: canary, private_notes: true });
    await act('supplier', issue, { notes: canary, status_id: statuses.Feedback });
    await act('reporter', issue, { notes: canary });
    await act('reporter', issue, { subject: `${canary} again`, priority_id: idOf.get('Urgent') });
    await act('supplier', issue, { status_id: statuses.Resolved });
    await act('reporter', issue, { status_id: statuses.Closed });
    await act('reporter', issue, { notes: canary, status_id: statuses['In Progress'] });
    real.backDate(issue, [0, 1, 2, 10, 15, 20, 60, 70, 90].map(at));
  }

  /** Issue 2: closed at once as a duplicate of issue 1. */
  async function briefLife(): Promise<void> {
    const issue = await open('High');
    const relation = { issue_to_id: 1, relation_type: 'duplicates' };
    await real.ask(real.people.supplier, 'POST', `/issues/${issue}/relations.json`, { relation });
    await act('supplier', issue, { status_id: statuses.Closed });
    real.backDate(issue, [100, 101, 102].map(at));
  }

  async function poll(cursor: string | null = null, key = real.people.reader.key) {
    const terms = {
      ...{ url: real.url, key: { env: 'REDMINE_KEY' }, project: 'acme-support' },
      severity: { by: 'priority', map: { Immediate: 1, Urgent: 1, High: 2, Normal: 3, Low: 4 } },
      supplier: { users: [real.people.supplier.id] },
      bots: [real.people.bot.id],
      ...{ waiting: ['Feedback'], resolved: ['Resolved', 'Closed', 'Rejected'] },
    };
    const context = connectorContext([real.port], oneSecret(new Secret(key)));
    return await pagesOf(redmine, terms, cursor, context);
  }

  const reply = (minutes: number, actor: 'supplier' | 'reporter' | 'bot'): TicketEvent => ({
    ...{ ticket: '1', at: at(minutes), type: 'public-reply', actor, autoSubmitted: false },
  });

  it('tells every event of its issues at its instant, and no text', async () => {
    const pages = await poll();
    expect(pages.flatMap(({ events }) => events)).toEqual([
      { ticket: '1', at: at(0), type: 'opened', severity: 3 },
      reply(1, 'bot'),
      { ticket: '1', at: at(2), type: 'note' },
      reply(10, 'supplier'),
      { ticket: '1', at: at(10), type: 'waiting-on-reporter' },
      // The reporter's note leaves the status alone: it is what ends the wait.
      reply(15, 'reporter'),
      { ticket: '1', at: at(20), type: 'severity-changed', severity: 1 },
      { ticket: '1', at: at(60), type: 'resolved' },
      reply(90, 'reporter'),
      { ticket: '1', at: at(90), type: 'reopened' },
      { ticket: '2', at: at(100), type: 'opened', severity: 2 },
      { ticket: '2', at: at(102), type: 'resolved' },
    ]);
    expect(JSON.stringify(pages)).not.toContain('canary');
  });

  it('goes on behind its cursor, and tells of a new reply what is new', async () => {
    const cursor = (await poll()).at(-1)?.cursor ?? null;
    expect(await poll(cursor)).toEqual([{ events: [], cursor }]);
    await act('supplier', 2, { notes: canary });
    const events = (await poll(cursor)).flatMap((page) => page.events);
    expect(events.filter((event) => event.at > at(102))).toEqual([
      expect.objectContaining({ ticket: '2', type: 'public-reply', actor: 'supplier' }),
    ]);
  });

  it('answers a stranger from a public project, which the connector takes for no answer', async () => {
    const stranger = { id: 0, key: 'unknown' };
    const list = await real.ask(stranger, 'GET', '/projects/acme-support/issues.json?status_id=*');
    expect(listed.parse(list).total_count).toBe(2);
    await expect(poll(null, stranger.key)).rejects.toThrow('status 401: it does not know the key');
  });

  it('ignores a filter that it does not know, and keeps closed_on: why neither is relied on', async () => {
    const future = '%3E%3D2100-01-01T00:00:00Z';
    const count = async (filter: string) => {
      const path = `/projects/acme-support/issues.json?status_id=*&${filter}=${future}`;
      return listed.parse(await real.ask(real.people.reader, 'GET', path)).total_count;
    };
    expect([await count('updated_on'), await count('updated_onn')]).toEqual([0, 2]);
    const issue = shown.parse(await real.ask(real.people.reader, 'GET', '/issues/1.json'));
    expect(issue.issue.closed_on).not.toBeNull();
  });
});
