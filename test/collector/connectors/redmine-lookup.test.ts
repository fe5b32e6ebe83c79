// Single issues of a Redmine, and where its first reading begins.
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { redmine } from '@upheld/collector/connectors/redmine';
import { Secret } from '@upheld/collector/secrets';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { connectorContext } from '../../contracts/connector.ts';
import { httpServer, oneSecret } from '../egress/servers.ts';
import { canary, people, redmineDesk, statusIds, type Deed, type RedmineDesk } from './redmine-desk.ts';

const terms = {
  ...{ key: { env: 'REDMINE_KEY' }, project: 'acme-support', supplier: { users: [people.supplier] } },
  severity: { by: 'priority', map: { Urgent: 1, High: 2, Normal: 3, Low: 4 } },
  ...{ waiting: ['Feedback'], resolved: ['Resolved', 'Closed'] },
};

/** An hour after the agreement began. */
const t0 = Date.UTC(2026, 6, 1, 10);
const at = (seconds: number) => t0 + seconds * 1_000;

function oneIssue(...deeds: Deed[]): RedmineDesk {
  const desk = redmineDesk();
  desk.open(1, at(0));
  for (const [index, deed] of deeds.entries()) desk.act(1, at(index + 1), deed);
  return desk;
}

async function reached(listener: RequestListener, key = 'key-of-the-tests') {
  const { url, port } = await httpServer(listener);
  const spec = redmine.spec.parse({ ...terms, url });
  return { spec, context: connectorContext([port], oneSecret(new Secret(key))) };
}

async function read(desk: RedmineDesk, ticket = '1', key?: string) {
  const { spec, context } = await reached(desk.listener, key);
  return await redmine.lookup.read(spec, ticket, context);
}

async function open({ listener }: RedmineDesk): Promise<string[][]> {
  const { spec, context } = await reached(listener);
  return await Array.fromAsync(redmine.lookup.open(spec, context));
}

async function polled({ listener }: RedmineDesk): Promise<TicketEvent[]> {
  const { spec, context } = await reached(listener);
  return (await Array.fromAsync(redmine.poll(spec, null, context))).flatMap(({ events }) => events);
}

const opened = { ticket: '1', at: at(0), type: 'opened', severity: 3 };
const reply = { type: 'public-reply', actor: 'supplier', autoSubmitted: false };

describe('an issue of Redmine that was moved', () => {
  it('leaves the project at that instant, and tells nothing of later', async () => {
    const desk = oneIssue({ notes: canary }, { notes: canary, project: 2 }, { status: 'Closed' });
    expect(await polled(desk)).toEqual([]);
    expect(await read(desk)).toEqual({
      events: [
        opened,
        { ticket: '1', at: at(1), ...reply },
        { ticket: '1', at: at(2), ...reply },
        { ticket: '1', at: at(2), type: 'deleted' },
      ],
    });
  });

  it('leaves at the last of its moves, and not at those between other projects', async () => {
    const desk = oneIssue({ project: 2 }, { project: 1 }, { notes: canary }, { project: 2 }, { project: 3 });
    const events = [
      opened,
      { ticket: '1', at: at(3), ...reply },
      { ticket: '1', at: at(4), type: 'deleted' },
    ];
    expect(await read(desk)).toEqual({ events });
  });

  it('was never gone where it was moved back', async () => {
    const desk = oneIssue({ project: 2 }, { project: 1 });
    expect(await read(desk)).toEqual({ events: [opened] });
    expect(await polled(desk)).toEqual([opened]);
  });

  it('is gone where it was opened elsewhere and never was here', async () => {
    const elsewhere = redmineDesk();
    elsewhere.open(1, at(0), { project: 2 });
    expect(await read(elsewhere)).toBe('gone');
  });
});

describe('a single issue of Redmine', () => {
  it('is asked for once, without what its words mean, once the desk was polled', async () => {
    const desk = oneIssue({ notes: canary });
    const { spec, context } = await reached(desk.listener);
    await Array.fromAsync(redmine.poll(spec, null, context));
    const before = desk.asked.length;
    await redmine.lookup.read(spec, '1', context);
    expect(desk.asked.slice(before).map(({ pathname }) => pathname)).toEqual(['/issues/1.json']);
  });

  it('is gone where the key may not see it any more, and not where the key is unknown', async () => {
    const desk = oneIssue();
    const listener: RequestListener = (request, response) => {
      if (request.url?.startsWith('/issues/') !== true) return desk.listener(request, response);
      return response.writeHead(403).end();
    };
    const { spec, context } = await reached(listener);
    expect(await redmine.lookup.read(spec, '1', context)).toBe('gone');
    await expect(read(desk, '7', 'unknown')).rejects.toThrow('status 401: it does not know the key');
  });

  it('is not gone where the whole project went out of sight', async () => {
    const desk = oneIssue();
    let isHidden = false;
    const { spec, context } = await reached((request, response) => {
      if (!isHidden || request.url === '/users/current.json') return desk.listener(request, response);
      return response.writeHead(404).end();
    });
    await Array.fromAsync(redmine.poll(spec, null, context));
    isHidden = true;
    await expect(redmine.lookup.read(spec, '1', context)).rejects.toThrow('there is no such project');
  });

  it.each(['0', '-1', '1/../2', '1e3', ''])('is asked for by a number, not by %j', async (ticket) => {
    const desk = oneIssue();
    expect(await read(desk, ticket)).toBe('gone');
    expect(desk.asked.filter(({ pathname }) => pathname.startsWith('/issues/'))).toEqual([]);
  });
});

describe('the open issues of Redmine', () => {
  it('are those whose status the agreement does not call resolved, over many pages', async () => {
    const desk = redmineDesk({ perPage: 3 });
    for (let id = 1; id <= 8; id += 1) desk.open(id, at(id));
    desk.act(2, at(20), { status: 'Resolved' });
    desk.act(7, at(21), { status: 'Closed' });
    desk.act(8, at(22), { status: 'Feedback' });
    expect(await open(desk)).toEqual([
      ['1', '3', '4'],
      ['5', '6', '8'],
    ]);
  });

  it('are a fault where the desk does not heed what it was asked', async () => {
    const desk = redmineDesk({ isDeaf: true });
    desk.open(1, at(0), { status: 'Closed' });
    await expect(open(desk)).rejects.toThrow('the filter by status_id leaves out');
    const endless = redmineDesk({ isDeaf: true });
    endless.open(1, at(0));
    await expect(open(endless)).rejects.toThrow('the filter by issue_id leaves out');
  });

  it('are asked for by the ids of statuses', async () => {
    const desk = oneIssue();
    await open(desk);
    const query = desk.asked.at(-1)?.searchParams;
    expect(query?.get('status_id')).toBe(`!${statusIds.Resolved}|${statusIds.Closed}`);
    expect(query?.get('issue_id')).toBe('>=2');
  });
});

describe('the first reading of a Redmine', () => {
  it('begins where the agreement does', async () => {
    const desk = redmineDesk();
    // The agreement begins at 09:00, an hour before t0.
    desk.open(1, at(-3_601));
    desk.open(2, at(-3_600));
    desk.open(3, at(-7_200));
    desk.act(3, at(5), { notes: canary });
    const events = await polled(desk);
    expect(events.map(({ ticket, type }) => [ticket, type])).toEqual([
      ['2', 'opened'],
      ['3', 'opened'],
      ['3', 'public-reply'],
    ]);
  });
});

describe('the negative control of Redmine', () => {
  it('counts what a desk gives that ignores the filter', async () => {
    const desk = redmineDesk({ isDeaf: true, perPage: 2 });
    for (let id = 1; id <= 5; id += 1) desk.open(id, at(id));
    const { spec, context } = await reached(desk.listener);
    const asked = 'issues of the project updated in 2100 or later';
    expect(await redmine.control(spec, context)).toEqual({ asked, found: 5 });
  });

  it('believes no stranger', async () => {
    const { spec, context } = await reached(oneIssue().listener, 'unknown');
    await expect(redmine.control(spec, context)).rejects.toThrow('it does not know the key');
    await expect(Array.fromAsync(redmine.lookup.open(spec, context))).rejects.toThrow('not know the key');
  });
});
