import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { requestTracker } from '@upheld/collector/connectors/request-tracker';
import { connectorContract, pagesOf } from '../../contracts/connector.ts';
import { httpServer } from '../egress/servers.ts';
import { canary, severityField, trackerOf } from './request-tracker-desk.ts';
import type { Row, Tracker } from './request-tracker-desk.ts';
import { contextFor, create, link, one, poll, reply, row, severity, status } from './request-tracker-life.ts';
import { agent, customer, minute, nine, terms, typesOf } from './request-tracker-life.ts';

const words = ['', 'Critical', 'High', 'Medium', 'Low'];

/** A tracker to which these events happened. */
function trackerWith(events: TicketEvent[]): Tracker {
  const tickets: Tracker['tickets'] = {};
  const rows = events.map((event, index): Row => {
    const base = { id: index + 1, ObjectId: event.ticket, Creator: customer };
    const row = { ...base, Created: new Date(event.at).toISOString() };
    const ticket = (tickets[event.ticket] ??= {});
    switch (event.type) {
      case 'opened':
        ticket.severity = words[event.severity] ?? '';
        return { ...row, Type: 'Create' };
      case 'severity-changed': {
        const OldValue = ticket.severity ?? '';
        ticket.severity = words[event.severity] ?? '';
        return { ...row, Type: 'CustomField', Field: severityField, OldValue, NewValue: ticket.severity };
      }
      case 'public-reply': {
        const Headers = event.autoSubmitted ? 'Auto-Submitted: auto-replied\n' : '';
        const Creator = { supplier: agent, reporter: customer, bot: 'robot@lumen.example' }[event.actor];
        return { ...row, Type: 'Correspond', Creator, Headers };
      }
      case 'waiting-on-reporter':
        return { ...row, Type: 'Status', Field: 'Status', OldValue: 'open', NewValue: 'stalled' };
      case 'resolved':
        ticket.status = 'resolved';
        return { ...row, Type: 'Status', Field: 'Status', OldValue: 'open', NewValue: 'resolved' };
      case 'merged-into':
        return { ...row, Type: 'AddLink', Field: 'MergedInto', NewValue: link(event.into) };
      default:
        throw new Error(`no row for ${event.type}`);
    }
  });
  return { rows, tickets, pageSize: 2 };
}

/** Its ids are numbers. */
const toldByAnyTracker: TicketEvent[] = [
  { ticket: '1', at: nine, type: 'opened', severity: 1 },
  { ticket: '1', at: nine + 1, type: 'public-reply', actor: 'bot', autoSubmitted: true },
  { ticket: '1', at: nine + 2, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
  { ticket: '1', at: nine + 3, type: 'severity-changed', severity: 3 },
  { ticket: '1', at: nine + 4, type: 'waiting-on-reporter' },
  { ticket: '2', at: nine + 5, type: 'opened', severity: 2 },
  { ticket: '3', at: nine + 6, type: 'opened', severity: 2 },
  { ticket: '2', at: nine + 7, type: 'merged-into', into: '1' },
  { ticket: '3', at: nine + 8, type: 'resolved' },
  { ticket: '10', at: nine + 9, type: 'opened', severity: 4 },
  { ticket: '9', at: nine + 10, type: 'opened', severity: 4 },
];

connectorContract({
  kind: requestTracker,
  events: toldByAnyTracker,
  specFor: (url) => ({ ...terms, url, timeout: '500ms' }),
  deskOf: (events) => trackerOf(trackerWith(events)),
});

describe('what happens to a ticket of Request Tracker', () => {
  it('is told in our words', async () => {
    const rows = [
      create(),
      row(1, 'EmailRecord', { Creator: 'RT_System' }),
      row(2, 'Comment', { Creator: agent }),
      reply(3),
      reply(4, customer),
      reply(5, 'RT_System'),
      severity(6, 'High', 'Critical'),
      severity(7, '', canary, '6'),
      status(8, 'open', 'resolved'),
      row(9, 'Set', { Field: 'Subject', OldValue: canary, NewValue: canary }),
    ];
    const { events } = await poll(one(rows, 'Critical'));
    const at = (minutes: number) => ({ ticket: '1', at: nine + minutes * minute });
    expect(events).toEqual([
      { ...at(0), type: 'opened', severity: 2 },
      { ...at(2), type: 'note' },
      { ...at(3), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
      { ...at(4), type: 'public-reply', actor: 'reporter', autoSubmitted: false },
      { ...at(5), type: 'public-reply', actor: 'bot', autoSubmitted: false },
      { ...at(6), type: 'severity-changed', severity: 1 },
      { ...at(8), type: 'resolved' },
    ]);
    expect(JSON.stringify(events)).not.toContain(canary);
  });

  it.each([
    ['an address in other letters', 'Per@LUMEN.example', 'supplier'],
    ['an address of a domain that ends like it', 'eve@notlumen.example', 'reporter'],
    ['an address of a domain below it', 'eve@lumen.example.evil.example', 'reporter'],
    ['a user without an address', 'root', 'reporter'],
  ])('is said by %s', async (_title, address, actor) => {
    const { events } = await poll(one([create(), reply(1, address)]));
    expect(events[1]).toMatchObject({ type: 'public-reply', actor });
  });

  it('is said by a whole address that the agreement names', async () => {
    const { events } = await poll(one([create(), reply(1, 'per@other.example')]), {
      supplierAddresses: ['per@other.example'],
    });
    expect(events[1]).toMatchObject({ actor: 'supplier' });
  });

  it('was sent by a program where the headers of the mail say so, whoever is out of office', async () => {
    const headers = [
      'Auto-Submitted: auto-replied\n',
      'RT-DetectedAutoGenerated: true\n',
      'precedence: bulk\n',
      'Auto-Submitted: no\n',
      'X-Note: he said\n Auto-Submitted: auto-replied\n',
    ];
    const { events, queries } = await poll(
      one([create(), ...headers.map((text, i) => reply(i, agent, text))]),
    );
    expect(events.slice(1).map((event) => event.type === 'public-reply' && event.autoSubmitted)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    const asked = queries.filter(({ pathname }) => pathname.endsWith('/attachments'));
    expect(asked.map(({ searchParams }) => searchParams.get('fields'))).toEqual(['TransactionId,Headers']);
  });

  it('is told of more replies than one address can name', async () => {
    const rows = [
      create(),
      ...Array.from({ length: 60 }, (_, i) => reply(i + 1, agent, 'Auto-Submitted: yes\n')),
    ];
    const { events } = await poll(one(rows));
    const automatic = events.filter((event) => event.type === 'public-reply' && event.autoSubmitted);
    expect(automatic).toHaveLength(60);
  });

  it('waits, ends to wait, is resolved and reopened by its status', async () => {
    const steps = [
      ['new', 'open', []],
      ['open', 'stalled', ['waiting-on-reporter']],
      ['stalled', 'open', ['waiting-ended']],
      ['open', 'resolved', ['resolved']],
      ['resolved', 'rejected', []],
      ['rejected', 'stalled', ['reopened', 'waiting-on-reporter']],
      ['stalled', 'resolved', ['resolved']],
      ['resolved', 'open', ['reopened']],
    ] as const;
    const rows = [create(), ...steps.map(([from, to], index) => status(index + 1, from, to))];
    const { events } = await poll(one(rows));
    expect(typesOf(events)).toEqual(['opened', ...steps.flatMap(([, , types]) => types)]);
  });

  it('has the names of statuses that the agreement gives them', async () => {
    const rows = [
      create(),
      status(1, 'open', 'asked'),
      status(2, 'asked', 'stalled'),
      status(3, 'stalled', 'done'),
    ];
    const { events } = await poll(one(rows), { statuses: { waiting: ['asked'], resolved: ['done'] } });
    expect(typesOf(events)).toEqual(['opened', 'waiting-on-reporter', 'waiting-ended', 'resolved']);
  });

  it('is a merge once, although both tickets tell of it, and the merged one is no longer found', async () => {
    const rows = [
      create(),
      create(1, { ObjectId: '2' }),
      row(2, 'AddLink', { ObjectId: '2', Field: 'MergedInto', NewValue: link('1') }),
      row(2, 'AddLink', { ObjectId: '1', Field: 'MergedInto', NewValue: link('1') }),
      row(3, 'AddLink', { ObjectId: '1', Field: 'RefersTo', NewValue: link('9') }),
    ];
    const tickets = { 1: { severity: 'Low' }, 2: { severity: 'Critical' } };
    const { events } = await poll({ rows, tickets });
    expect(events).toEqual([
      { ticket: '1', at: nine, type: 'opened', severity: 4 },
      { ticket: '2', at: nine + minute, type: 'opened', severity: 1 },
      { ticket: '2', at: nine + 2 * minute, type: 'merged-into', into: '1' },
    ]);
  });

  it('is not told of a ticket that may not be read any more', async () => {
    const { events } = await poll({ rows: [create()], tickets: { 1: { isHidden: true } } });
    expect(events).toEqual([]);
  });
});

describe('the severity of a ticket', () => {
  it('at its opening is what the first change replaced, however often it changed since', async () => {
    const rows = [create(), severity(1, 'Low', 'High'), severity(2, 'High', 'Critical')];
    for (const pageSize of [1, 100]) {
      const { events } = await poll({ ...one(rows, 'Critical'), pageSize });
      expect(events.map((event) => 'severity' in event && event.severity)).toEqual([4, 2, 1]);
    }
  });

  it('is the least severe of the map while nobody chose one, or what the agreement says of other values', async () => {
    const severities = async (value: string, otherwise: object) => {
      const tracker = one([create(), severity(1, value, 'High')]);
      const { events } = await poll(tracker, { severity: { ...terms.severity, ...otherwise } });
      return events.map((event) => 'severity' in event && event.severity);
    };
    expect(await severities('', {})).toEqual([4, 2]);
    expect(await severities('', { otherwise: 3 })).toEqual([3, 2]);
    expect(await severities('odd', { otherwise: 3 })).toEqual([3, 2]);
  });

  it.each([
    ['at its opening', [create()], 'canary'],
    ['later', [create(), severity(1, 'High', canary)], 'canary'],
    ['that is the name of a prototype', [create()], 'constructor'],
  ])('that the map does not name %s is a fault that quotes nothing', async (_title, rows, held) => {
    const fault = 'ticket 1 has a value in CF.Severity that severity.map does not name';
    await expect(poll(one(rows, held))).rejects.toThrow(fault);
  });

  it('may stand in the priority, of which the map has the numbers that severities begin at', async () => {
    const rows = [
      create(),
      row(1, 'Set', { Field: 'Priority', OldValue: '50', NewValue: '99' }),
      row(2, 'Set', { Field: 'Priority', OldValue: '99', NewValue: '100' }),
    ];
    const { events } = await poll(
      { rows, tickets: { 1: { priority: 100 } } },
      { severity: { field: 'Priority', map: { 0: 4, 50: 2, 100: 1 } } },
    );
    expect(events.map((event) => 'severity' in event && event.severity)).toEqual([2, 2, 1]);
  });

  it.each([
    ['of no field', { field: 'Severity', map: { High: 1 } }],
    ['of an empty map', { field: 'CF.Severity', map: {} }],
    ['of a priority in words', { field: 'Priority', map: { High: 1 } }],
    ['of a field that would end the question', { field: "CF.Severity' OR 1", map: { High: 1 } }],
  ])('%s is refused', (_title, refused) => {
    const spec = { ...terms, url: 'https://rt.example', severity: refused };
    expect(requestTracker.spec.safeParse(spec).success).toBe(false);
  });
});

describe('a queue of Request Tracker', () => {
  it('is asked with the token, behind the cursor, for the fields that are needed', async () => {
    const seen: (string | undefined)[] = [];
    const listener = trackerOf(one([]));
    const server = await httpServer((request, response) => {
      seen.push(request.headers.authorization);
      listener(request, response);
    });
    const spec = { ...terms, url: `${server.url}/` };
    await pagesOf(requestTracker, spec, '17', contextFor(server));
    expect(seen).toEqual(['token 1-14-abc', 'token 1-14-abc']);
    const { queries } = await poll(one([]), {}, '17');
    expect(queries.at(-1)?.searchParams.get('query')).toContain("id > 17 AND (TicketQueue = '3' OR");
  });

  it('is a fault where there is none of that name, and none of that custom field', async () => {
    await expect(poll(one([]), { queue: 'lumen/x' })).rejects.toThrow(
      'status 404: what it was asked for is not there, or the token may not see it',
    );
    await expect(poll(one([]), { severity: { field: 'CF.Severty', map: { High: 1 } } })).rejects.toThrow(
      'the tickets of the queue have no CF.Severty that the token may see',
    );
  });

  it.each([true, false])('is read to its end, whether it tells a total or not: %s', async (tellsTotal) => {
    const rows = [create(), ...Array.from({ length: 7 }, (_, i) => reply(i))];
    for (const pageSize of [1, 2, 4, 8, 9]) {
      const { events, pages } = await poll({ ...one(rows), pageSize, tellsTotal });
      expect(events).toHaveLength(8);
      expect(pages).toHaveLength(Math.ceil(8 / pageSize) + (tellsTotal ? 0 : 1));
    }
  });

  it('is read to its end although a page holds nothing that the token may see', async () => {
    const rows = [create(), reply(1), reply(2), reply(3)];
    const [, second, third] = rows;
    const hidden = [second?.id ?? 0, third?.id ?? 0];
    const { events } = await poll({ ...one(rows), pageSize: 1, hidden, tellsTotal: true });
    expect(typesOf(events)).toEqual(['opened', 'public-reply']);
  });

  it('brings along what happened to a ticket before it was moved in', async () => {
    const [opened, answered, moved, later] = [
      create(),
      reply(1),
      row(2, 'Set', { Field: 'Queue', OldValue: '4', NewValue: '3' }),
      reply(3, customer),
    ];
    const rows = [opened, answered, moved, later];
    const { events, pages } = await poll(one(rows), {}, String(answered.id));
    expect(typesOf(events)).toEqual(['opened', 'public-reply', 'public-reply']);
    expect(pages.at(-1)?.cursor).toBe(String(later.id));
    expect((await poll(one(rows))).events).toEqual(events);
  });

  it('is asked again for its last minute, in which rows may still appear before others', async () => {
    const rows = [create(), reply(9), reply(10), reply(8)];
    // At 09:10:30 the reply of 09:10 is 30 seconds old; what follows it is older, and is read again all the same.
    const tracker = { ...one(rows), date: 'Wed, 01 Jul 2026 09:10:30 GMT', pageSize: 1 };
    const { pages, events } = await poll(tracker);
    const [first, second] = rows.map(({ id }) => String(id));
    expect(pages.map(({ cursor }) => cursor)).toEqual([first, second, second, second, second]);
    expect(events).toHaveLength(4);
    expect((await poll(tracker, {}, second)).events).toEqual(events.slice(2));
  });

  it('is a fault where its transactions come out of order, or without their ids being asked for', async () => {
    const listener = trackerOf(one([create()]));
    const server = await httpServer((request, response) => {
      if (request.url?.includes('/queue/') === true) listener(request, response);
      else response.end(JSON.stringify({ items: [item('9'), item('8')] }));
    });
    const item = (id: string) => ({
      ...{ id, ObjectId: '1', Type: 'Comment', Created: '2026-07-01T09:00:00Z' },
      ...{ Creator: { id: 'ana', EmailAddress: customer } },
    });
    const spec = { ...terms, url: server.url };
    await expect(pagesOf(requestTracker, spec, null, contextFor(server))).rejects.toThrow('out of order');
  });

  it('is a fault that quotes nothing where an answer is of another kind', async () => {
    const listener = trackerOf(one([create()]));
    const server = await httpServer((request, response) => {
      if (request.url?.includes('/queue/') === true) listener(request, response);
      else response.end(JSON.stringify({ items: [{ id: canary, ObjectId: canary }] }));
    });
    const reading = pagesOf(requestTracker, { ...terms, url: server.url }, null, contextFor(server));
    await expect(reading).rejects.toThrow(
      'not as Request Tracker 5 gives it: items.0.id: an id is a whole number',
    );
    await expect(reading).rejects.not.toThrow(canary);
  });

  it('begins at its start where the cursor is of another kind of desk', async () => {
    expect((await poll(one([create()]), {}, 'abc')).events).toHaveLength(1);
  });
});
