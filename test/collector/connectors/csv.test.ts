import { utimesSync, writeFileSync } from 'node:fs';
import { symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDesk } from '@upheld/collector/collect/sync-desk';
import { csv } from '@upheld/collector/connectors/csv';
import { SyncError } from '@upheld/collector/connectors/connector';
import type { ConnectorContext, Page } from '@upheld/collector/connectors/connector';
import { createFiles } from '@upheld/collector/files';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { describe, expect, it } from 'vitest';
import { deskContract } from '../../contracts/desk.ts';
import { temporaryStore } from '../collect/temporary-store.ts';
import { folderOf } from '../config/folders.ts';
import { loopbackEgress, noSecrets } from '../egress/servers.ts';
import { fakeClock } from '../schedule/fake-clock.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const at = Date.UTC(2026, 6, 1, 9);
const canary = 'Ada Lovelace <ada@partner.example>';

const header = 'ticket,at,event,severity,actor,auto,into';
const opened = (ticket: string): TicketEvent => ({ ticket, at, type: 'opened', severity: 1 });

/** A file of a partner, and the collector's way to it. Each writing of the file is a minute after the last. */
async function desk(text: string, path = 'imports/lumen.csv') {
  const folder = await folderOf({ [path]: '' });
  const clock = fakeClock(Date.UTC(2026, 7, 15, 12));
  const file = join(folder, path);
  let written = clock.now() - hour;
  const write = (content: string | Uint8Array, ageMs?: number) => {
    written = ageMs === undefined ? written + minute : clock.now() - ageMs;
    writeFileSync(file, content);
    utimesSync(file, written / 1000, written / 1000);
  };
  write(text);
  const context: ConnectorContext = {
    ...{ egress: loopbackEgress([]), credentials: noSecrets },
    file: createFiles({ folder, clock }),
    from: written,
  };
  return { folder, file, clock, context, write, writtenAt: () => written, terms: { path } };
}

type Desk = Awaited<ReturnType<typeof desk>>;

/** What a synchronisation gives: pages, and the words of its failure if it ends in one. */
async function read({ terms, context }: Pick<Desk, 'terms' | 'context'>, cursor: string | null = null) {
  const pages: Page[] = [];
  try {
    for await (const page of csv.poll(csv.spec.parse(terms), cursor, context)) pages.push(page);
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return { pages, failure: error.message };
  }
  return { pages, failure: null };
}

const eventsOf = ({ pages }: { pages: Page[] }) => pages.flatMap(({ events }) => events);
const cursorOf = ({ pages }: { pages: Page[] }) => pages.at(-1)?.cursor ?? null;

function rowOf(event: TicketEvent): string {
  const own = { severity: '', actor: '', autoSubmitted: '', into: '', ...event };
  return [event.ticket, event.at, event.type, own.severity, own.actor, own.autoSubmitted, own.into].join(',');
}

const fileOf = (events: TicketEvent[]) => [header, ...events.map(rowOf), ''].join('\n');

deskContract({
  kind: csv,
  leastPages: 1,
  events: [
    opened('T-1'),
    { ticket: 'T-1', at: at + 1, type: 'public-reply', actor: 'bot', autoSubmitted: true },
    { ticket: 'T-1', at: at + 2, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
    { ticket: 'T-1', at: at + 3, type: 'severity-changed', severity: 3 },
    { ticket: 'T-1', at: at + 4, type: 'waiting-on-reporter' },
    { ticket: 'T-2', at: at + 5, type: 'opened', severity: 2 },
    { ticket: 'T-2', at: at + 6, type: 'merged-into', into: 'T-1' },
  ],
  openDesk: async (events) => {
    const { write, ...own } = await desk(fileOf(events));
    return { ...own, knows: (known) => write(fileOf(known)) };
  },
});

describe('a file of tickets', () => {
  const many = Array.from({ length: 4_500 }, (_, row) => opened(`T-${row + 1}`));

  it('is given 2000 events a page, and goes on behind each page that was kept', async () => {
    const lumen = await desk(fileOf(many));
    const { pages } = await read(lumen);
    expect(pages.map(({ events }) => events.length)).toEqual([2000, 2000, 500, 0]);
    for (const [index, left] of [2500, 500, 0, 0].entries()) {
      const rest = eventsOf(await read(lumen, pages[index]?.cursor));
      expect(rest).toEqual(many.slice(4_500 - left));
    }
  });

  it('is read from its first row once it changed, whatever page was reached', async () => {
    const lumen = await desk(fileOf(many));
    const [first] = (await read(lumen)).pages;
    lumen.write(fileOf([opened('T-0'), ...many]));
    expect(eventsOf(await read(lumen, first?.cursor))).toHaveLength(4_501);
  });

  it('is read where it changed and is as long as before', async () => {
    const lumen = await desk(fileOf([opened('T-1')]));
    const cursor = cursorOf(await read(lumen));
    lumen.write(fileOf([opened('T-2')]));
    expect(eventsOf(await read(lumen, cursor))).toEqual([opened('T-2')]);
  });

  it('is not read again while nobody touches it, nor given again where it was only touched', async () => {
    const lumen = await desk(fileOf([opened('T-1')]));
    const cursor = cursorOf(await read(lumen));
    const unread: ConnectorContext = {
      ...lumen.context,
      file: async (path) => {
        const found = await lumen.context.file(path);
        return found.ok ? { ...found, read: () => expect.fail('the file was read') } : found;
      },
    };
    expect(await read({ ...lumen, context: unread }, cursor)).toEqual({
      pages: [{ events: [], cursor, knownUntil: lumen.writtenAt() }],
      failure: null,
    });
    lumen.write(fileOf([opened('T-1')]));
    expect(eventsOf(await read(lumen, cursor))).toEqual([]);
  });

  it('that was written moments ago is read again, because it may change within one tick of its clock', async () => {
    const lumen = await desk('');
    lumen.write(fileOf([opened('T-1')]), 2 * second);
    const cursor = cursorOf(await read(lumen));
    lumen.write(fileOf([opened('T-2')]), 2 * second);
    expect(eventsOf(await read(lumen, cursor))).toEqual([opened('T-2')]);
  });

  it('waits with half a line that may still be being written, and takes it when the file is left alone', async () => {
    const half = fileOf([opened('T-1'), opened('T-23')]).replace(/\n$/, '');
    const lumen = await desk('');
    lumen.write(half, 2 * second);
    const early = await read(lumen);
    expect(eventsOf(early)).toEqual([opened('T-1')]);
    expect(early.failure).toContain('the last line has no end and may be half of one; it is read later');
    await lumen.clock.advance(10 * second);
    const late = await read(lumen, cursorOf(early));
    expect(eventsOf(late)).toEqual([opened('T-1'), opened('T-23')]);
    expect(late.failure).toBeNull();
  });

  it('is taken in part where rows are bad, and the failure names each by line, column and rule', async () => {
    const lumen = await desk(
      [
        header,
        `T-1,${at},opened,1,,,`,
        `T-2,${at},opened,${canary},,,`,
        'T-3,soon',
        `T-4,${at},opened,1,,,`,
        '',
      ].join('\n'),
    );
    const result = await read(lumen);
    expect(eventsOf(result)).toEqual([opened('T-1'), opened('T-4')]);
    expect(result.failure).toBe(
      'imports/lumen.csv was not read in full, its good rows were taken: ' +
        'line 3: severity: a severity is a whole number from 1 (the highest) to 9, or empty, such as 1; ' +
        'line 4: got 2 fields; the header has 7, such as ticket,at,event,severity,actor,auto,into',
    );
    expect(await read(lumen, cursorOf(result))).toEqual({
      pages: [{ events: [], cursor: cursorOf(result), knownUntil: lumen.writtenAt() }],
      failure: result.failure,
    });
    lumen.write(fileOf([opened('T-1'), opened('T-2'), opened('T-4')]));
    const mended = await read(lumen, cursorOf(result));
    expect(eventsOf(mended)).toContainEqual(opened('T-2'));
    expect(mended.failure).toBeNull();
  });

  it('tells five bad rows and counts the others', async () => {
    const bad = Array.from({ length: 12 }, () => `,${at},opened,1,,,`);
    const { failure } = await read(await desk([header, ...bad, ''].join('\n')));
    expect(failure).toContain(
      'line 6: ticket: a ticket is text of 1 to 200 characters, such as T-1042; and 7 more',
    );
    expect(failure).not.toContain('line 7');
  });

  it('may name its source in each row, and is refused rows of a second one', async () => {
    const rows = ['lumen', 'other', '', 'lumen'].map((name, row) => `T-${row},${at},opened,1,${name}`);
    const result = await read(await desk(['ticket,at,event,severity,source', ...rows, ''].join('\n')));
    expect(eventsOf(result)).toEqual([opened('T-0'), opened('T-2'), opened('T-3')]);
    expect(result.failure).toContain('line 3: source: the rows of a file are of one source: ');
    expect(result.failure).not.toContain('other"');
  });

  it.each([
    ['an unknown column', `ticket,at,event,${canary}\n`],
    ['a row in the place of its header', `${canary},${at},opened\n`],
    ['text in the place of an instant', `${header}\nT-1,${canary},opened,1,,,\n`],
    ['text in the place of an event', `${header}\nT-1,${at},${canary},1,,,\n`],
    ['text in the place of an actor', `${header}\nT-1,${at},public-reply,,${canary},,\n`],
    ['text in the place of auto', `${header}\nT-1,${at},public-reply,,bot,${canary},\n`],
    ['text in the place of a severity', `${header}\nT-1,${at},opened,${canary},,,\n`],
    ['text where a ticket is merged into', `${header}\nT-1,${at},note,,,,${canary}\n`],
    ['a field too many', `${header}\nT-1,${at},opened,1,,,,${canary}\n`],
    ['a quote that does not match', `${header}\nT-1,${at},opened,1,,,"${canary}\n`],
    ['a line without end', canary.repeat(3_000)],
    ['nothing in it', ''],
  ])('with %s fails and repeats nothing of it', async (_title, text) => {
    const { pages, failure } = await read(await desk(text));
    expect(failure).toMatch(/^imports\/lumen\.csv was not read in full/);
    expect(JSON.stringify([pages, failure])).not.toMatch(/Ada|partner/);
  });

  it('that is not there, or no longer, is a failure in words and no exception', async () => {
    const lumen = await desk(fileOf([opened('T-1')]));
    const cursor = cursorOf(await read(lumen));
    await unlink(lumen.file);
    expect(await read(lumen, cursor)).toEqual({ pages: [], failure: 'imports/lumen.csv is not there' });
  });

  it('that nobody has written for longer than staleAfter is known, and what has happened since is not', async () => {
    const lumen = await desk('');
    lumen.write(fileOf([opened('T-1')]), 25 * hour);
    expect(await read(lumen)).toMatchObject({ failure: null });
    await lumen.clock.advance(1);
    const stale = await read(lumen);
    expect(eventsOf(stale)).toEqual([opened('T-1')]);
    expect(stale.failure).toBe(
      'imports/lumen.csv was last written more than 25h ago; what has happened since is not known',
    );
    const patient = { ...lumen, terms: { ...lumen.terms, staleAfter: '2d' } };
    expect(await read(patient)).toMatchObject({ failure: null });
  });

  it('follows the cursor of another kind of source from its first row', async () => {
    const lumen = await desk(fileOf([opened('T-1')]));
    for (const cursor of ['page-7', '12', '{"line":5}']) {
      expect(eventsOf(await read(lumen, cursor))).toEqual([opened('T-1')]);
    }
  });

  it('says nothing of what happened after it was written, however often it is read', async () => {
    const lumen = await desk(fileOf([opened('T-1')]));
    const known = async () => (await read(lumen)).pages.at(-1)?.knownUntil;
    expect(await known()).toBe(lumen.writtenAt());
    await lumen.clock.advance(hour);
    expect(await known()).toBe(lumen.writtenAt());
  });

  it('is stale since the last synchronisation that read it, and its events are kept once', async () => {
    const lumen = await desk(fileOf([opened('T-1')]));
    const store = await temporaryStore();
    const place = { agreement: 'acme', source: 'lumen-desk' };
    const target = {
      ...place,
      kind: csv,
      spec: csv.spec.parse(lumen.terms),
      timeZone: 'UTC',
      everyMs: minute,
    };
    const parts = { store, clock: lumen.clock, memory: { look: null }, isOver: () => false };
    const sync = () => syncDesk(target, lumen.context, parts);
    const first = lumen.clock.now();
    const written = lumen.writtenAt();
    expect(written).toBeLessThan(first);
    expect(await sync()).toMatchObject({ ok: true, until: written });
    await lumen.clock.advance(minute);
    lumen.write(`${fileOf([opened('T-1'), opened('T-2')])}broken\n`);
    expect(await sync()).toMatchObject({ ok: false, retryAfterMs: null });
    expect(await sync()).toMatchObject({ ok: false });
    expect(await store.readDesk(place)).toMatchObject({ syncedUntil: written, failingSince: first + minute });
    expect(await store.readTicketEvents(place)).toEqual([opened('T-1'), opened('T-2')]);
    lumen.write(fileOf([opened('T-1'), opened('T-2')]));
    expect(await sync()).toMatchObject({ ok: true, until: written + 2 * minute });
    expect(await store.readTicketEvents(place)).toEqual([opened('T-1'), opened('T-2')]);
  });
});

describe('the path of a csv source', () => {
  it.each(['/etc/passwd', '../acme.csv', 'imports/../../acme.csv', 'a//b', './a', 'a\\b', '', 'a/', '..'])(
    'is refused as %j',
    (path) => {
      const read = csv.spec.safeParse({ path });
      expect(read.error?.issues.map(({ message }) => message)).toEqual([
        'a path leads to a file inside the folder of the agreements, without / before it and without .., such as imports/desk.csv',
      ]);
    },
  );

  it.each(['desk.csv', 'imports/lumen-tickets.csv', 'a/..b/c...csv', '.hidden/Ä 1.csv'])(
    'may be %j',
    (path) => {
      expect(csv.spec.safeParse({ path }).success).toBe(true);
    },
  );

  it('is refused where a link leads out of the folder, and followed where one stays inside', async () => {
    const lumen = await desk(fileOf([opened('T-1')]));
    const elsewhere = await folderOf({ 'secret.csv': fileOf([opened('T-2')]) });
    await symlink(join(elsewhere, 'secret.csv'), join(lumen.folder, 'out.csv'));
    await symlink(elsewhere, join(lumen.folder, 'away'));
    await symlink(lumen.file, join(lumen.folder, 'in.csv'));
    const failure = (path: string) => read({ ...lumen, terms: { path } });
    expect((await failure('out.csv')).failure).toContain('leads out of the folder of the agreements');
    expect((await failure('away/secret.csv')).failure).toContain('leads out of the folder of the agreements');
    expect(eventsOf(await failure('in.csv'))).toEqual([opened('T-1')]);
  });
});
