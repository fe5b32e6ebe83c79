import { describe, expect, it } from 'vitest';
import { systemClock } from '@upheld/collector/clock';
import { createOutside } from '@upheld/collector/collect/outside';
import { doctor } from '@upheld/collector/commands/doctor';
import { SyncError, type ConnectorKind, type Page } from '@upheld/collector/connectors/connector';
import { csv } from '@upheld/collector/connectors/csv';
import { jsonHttp } from '@upheld/collector/connectors/json-http';
import { http } from '@upheld/collector/probes/http';
import { prometheus } from '@upheld/collector/traffic/prometheus';
import type { Source, SupportMatrix } from '@upheld/shared/agreement/agreement';
import type { FullAgreement } from '@upheld/shared/agreement/document';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import { z } from 'zod';
import { anAgreement } from '../../builders/agreement.ts';
import { closedPort, httpServer } from '../egress/servers.ts';

/** 2026-07-01T09:00:00Z. */
const july = Date.UTC(2026, 6, 1, 9);
const now = Date.UTC(2026, 6, 2, 9);
const hour = 3_600_000;

/** What a desk of the tests tells; it has a lookup where something is open, and a control where one is found. */
type Script = {
  open?: string[];
  tickets?: Record<string, TicketEvent[]>;
  opinions?: VendorClock[];
  found?: number;
  polled?: Page[];
  /** What its lookup, its control or its polling fails with. */
  fails?: { open?: Error; read?: Error; control?: Error; poll?: Error };
};

function scripted({
  open,
  tickets = {},
  opinions = [],
  found,
  polled = [],
  fails = {},
}: Script): ConnectorKind {
  const lookup: ConnectorKind['lookup'] = {
    async *open() {
      if (fails.open !== undefined) throw fails.open;
      yield open ?? [];
    },
    async read(_spec, ticket) {
      if (fails.read !== undefined) throw fails.read;
      const events = tickets[ticket];
      return events === undefined ? 'gone' : { events, opinions };
    },
  };
  const control = async () => {
    if (fails.control !== undefined) throw fails.control;
    return { asked: 'tickets of the year 3000', found: found ?? 0 };
  };
  return {
    ...{ type: 'desk', grade: 'C', spec: z.unknown() },
    async *poll() {
      yield* polled;
      if (fails.poll !== undefined) throw fails.poll;
    },
    ...(open === undefined && fails.open === undefined ? {} : { lookup }),
    ...(found === undefined && fails.control === undefined ? {} : { control }),
  };
}

const source = (change: Partial<Source> = {}): Source => ({
  ...{ name: 'desk', type: 'desk', every: '60s', retry: { attempts: 1, delay: '5s' }, agreeing: 1 },
  ...{ spec: {} },
  ...change,
});

const severity = (level: number, firstResponse: string) => ({
  ...{ level, name: `S${level}`, firstResponse, calendar: 'always', target: '100%', reading: null },
});

const matrix: SupportMatrix = {
  ...{ name: 'issues', source: 'desk', owedBy: 'acme', clause: null, reading: null },
  ...{
    waitingOnReporterPauses: [],
    period: 'month',
    weight: 1,
    severities: [severity(1, '2h'), severity(2, '8h')],
  },
};

const acme = (change: Partial<FullAgreement> = {}) =>
  anAgreement({ sources: [source()], support: [matrix], ...change });

/** An installation that may ask loopback. */
function outside() {
  const settings = { ...defaultSettings, egress: { allow: [{ cidr: '127.0.0.0/8' }] } };
  return createOutside({
    ...{ settings: () => settings, environment: {}, folder: '.', listeners: () => [] },
    ...{ clock: systemClock, version: '1.2.3', onControls: () => undefined },
  })();
}

async function run(args: string[], kinds: ConnectorKind[] = [], agreements: FullAgreement[] = [acme()]) {
  const printed = { stdout: '', stderr: '' };
  const code = await doctor(args, {
    open: async () => ({ ok: true, agreements, outside: outside() }),
    connectors: new Map(kinds.map((kind) => [kind.type, kind])),
    probes: new Map([[http.type, http]]),
    traffic: new Map([[prometheus.type, prometheus]]),
    clock: { ...systemClock, now: () => now },
    write: (text) => (printed.stdout += text),
    writeError: (text) => (printed.stderr += text),
  });
  return { code, ...printed };
}

/** The text with its lines joined: where they break is not what most tests are about. */
const unwrapped = (text: string) => text.replace(/\s+/g, ' ');

const slowed = new SyncError('the desk answered with status 429', { retryAfterMs: 7_000 });

const doctored = (script: Script, agreement = acme()) =>
  run(['source', 'desk'], [scripted(script)], [agreement]);

const opened = (ticket: string, at = july, level = 1): TicketEvent => ({
  ...{ ticket, at, type: 'opened', severity: level },
});
const reply = (ticket: string, at: number, actor: 'supplier' | 'reporter' | 'bot', autoSubmitted = false) =>
  ({ ticket, at, type: 'public-reply', actor, autoSubmitted }) satisfies TicketEvent;

/** Two tickets: one answered by a human after an automatic mail, one with a note, lowered and seen resolved. */
const life: Record<string, TicketEvent[]> = {
  '41': [
    opened('41'),
    reply('41', july + 1_000, 'supplier', true),
    reply('41', july + hour, 'supplier'),
    reply('41', july + 2 * hour, 'reporter'),
  ],
  '42': [
    opened('42', july + hour, 1),
    { ticket: '42', at: july + 2 * hour, type: 'note' },
    { ticket: '42', at: july + 3 * hour, type: 'severity-changed', severity: 2 },
    { ticket: '42', at: july + 5 * hour, observedAfter: july + 4 * hour, type: 'resolved' },
  ],
};

describe('upheld doctor source', () => {
  it('says of a desk that is well what it asks, what it read and what will be counted', async () => {
    const { code, stdout, stderr } = await doctored({ open: ['41', '42'], tickets: life, found: 0 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`acme/desk: a ticket desk of type desk (written from documentation only, never
observed live)
It is asked now, as a synchronisation would ask it: which tickets are open, what
happened to up to ten tickets and for something that cannot be there. Nothing is
stored. Texts and names are not shown.

ok      open tickets  2: 41, 42.
ok      filter        Asked for what cannot be there (tickets of the year 3000),
                      it gave nothing.
ok      tickets       2 tickets read.
ok      changes       Polled every 60s; no webhook is set.

What was read
  41: severity 1, opened 2026-07-01T09:00:00Z
    opened 1, public-reply 3 (all exact)
    reply 2026-07-01T09:00:01Z  does not count: Sent automatically, as the
                                ticket system says.
    reply 2026-07-01T10:00:00Z  counts
    reply 2026-07-01T11:00:00Z  does not count: A message of the reporter.
  42: severity 2, opened 2026-07-01T10:00:00Z
    opened 1, note 1, severity-changed 1, resolved 1 (1 of 4 observed)

What will be counted
  - Of 2 tickets 1 is severity 1 and 1 is severity 2.
  - "issues" promises for severity 1: a first response within 2 h, around the
    clock.
  - "issues" promises for severity 2: a first response within 8 h, around the
    clock.
  - Of 2 tickets 0 have waited for the reporter, and 1 has been resolved.
  - 1 reply counts, 3 messages do not: 1 internal note, 1 automatic reply and 1
    by reporters.
  - 1 of 8 events are observed: they happened between two readings, at a time
    that the desk does not record. Poll often: a clock for which that time
    decides stays unknown.

No check failed.
`);
  });

  it('is no wider than 80 columns, whatever it has to say', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `${'x'.repeat(150)}-${index}`);
    const tickets = Object.fromEntries(ids.map((id) => [id, [opened(id), reply(id, july + 1, 'reporter')]]));
    const { stdout } = await doctored({ open: ids, tickets, found: 12 });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('fails where the desk gives what cannot be there, and reads on', async () => {
    const { code, stdout } = await doctored({ open: ['41'], tickets: life, found: 3 });
    expect(code).toBe(1);
    expect(unwrapped(stdout)).toContain(
      'failed filter Asked for what cannot be there (tickets of the year 3000), it gave 3 items. It ignores what it is asked for, so that what is polled cannot be trusted',
    );
    expect(stdout).toContain('1 ticket read.');
    expect(stdout).toMatch(/\nA check failed: /);
  });

  it('fails where it cannot be read, asks nothing more, and says what to do', async () => {
    const { code, stdout } = await doctored({ fails: { open: slowed }, found: 3 });
    expect(code).toBe(1);
    expect(unwrapped(stdout)).toContain(
      'failed open tickets The desk answered with status 429. It asks to be left alone for 7 s: try again then.',
    );
    expect(stdout).not.toContain('filter');
    expect(stdout).not.toContain('tickets It tells');
    expect(stdout.match(/^(ok|look|failed) /gm)).toEqual(['failed ']);
    expect(stdout).not.toContain('What was read');
  });

  it.each([
    ['filter', { control: slowed }],
    ['tickets', { read: slowed }],
  ])('fails where only its %s cannot be read', async (what, fails) => {
    const { code, stdout } = await doctored({ open: ['41'], tickets: life, found: 0, fails });
    expect(code).toBe(1);
    expect(unwrapped(stdout)).toContain(`failed ${what} The desk answered with status 429.`);
  });

  it('does not take a defect for a desk that is down', async () => {
    await expect(doctored({ fails: { open: new TypeError('of ours') } })).rejects.toThrow('of ours');
  });

  it('counts open tickets up to a thousand, and names ten', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => String(index + 1));
    const { stdout } = await doctored({ open: many, found: 0 });
    expect(unwrapped(stdout)).toContain('1000 or more; the first are 1, 2, 3, 4, 5, 6, 7, 8, 9, 10.');
    const ten = await doctored({ open: many.slice(0, 10), found: 0 });
    expect(unwrapped(ten.stdout)).toContain('10: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10.');
  });

  it('lists no further open tickets once it has counted a thousand', async () => {
    let batches = 0;
    const desk = scripted({ open: [] });
    const open = async function* () {
      for (;;) yield Array.from({ length: 400 }, () => String((batches += 1)));
    };
    const lookup = { open, read: async () => 'gone' as const };
    expect((await run(['source', 'desk'], [{ ...desk, lookup }])).code).toBe(0);
    // Three batches of 400 ids.
    expect(batches).toBe(1_200);
  });

  it('prints nothing that a terminal obeys', async () => {
    const id = '41\u001b[2J\u009b\u202e';
    const { stdout } = await doctored({ open: [id], tickets: { [id]: [opened(id)] } });
    expect(stdout).toContain('1: 41?[2J??.');
    expect(stdout).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('the sample of tickets', () => {
  const page = (...events: TicketEvent[]): Page => ({ events, cursor: null });

  it('is filled up with tickets that polling tells of, read one by one', async () => {
    const { stdout } = await doctored({
      ...{ open: ['41'], tickets: life, found: 0 },
      polled: [page(opened('41'), opened('42'), opened('43'))],
    });
    expect(stdout).toMatch(/ 41: .*\n {4}opened 1, public-reply 3 \(all exact\)/);
    expect(stdout).toContain('3 tickets read.');
    // Of 41 the lookup told all before. Of 42 it tells all; 43 is gone by now, and what was polled of it stays.
    expect(stdout).toMatch(/ 42: .*\n {4}opened 1, note 1, severity-changed 1, resolved 1/);
    expect(stdout).toMatch(/ 43: .*\n {4}opened 1 \(all exact\)/);
  });

  it('is polled to the end where the desk knows no single tickets', async () => {
    const { code, stdout } = await doctored({
      polled: [page(opened('41')), page(opened('42', july, 2)), page(reply('41', july + hour, 'supplier'))],
    });
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing is filtered: all that it gives is read.');
    expect(stdout).toMatch(/ 41: .*\n {4}opened 1, public-reply 1 \(all exact\)/);
  });

  it('ends after fifty pages of a stream, and says so', async () => {
    const polled = Array.from({ length: 51 }, (_, index) => page(opened(index < 50 ? '41' : '42')));
    const { stdout } = await doctored({ polled });
    expect(unwrapped(stdout)).toContain('1 ticket read, as far as the first 50 pages tell');
  });

  it('holds ten tickets at most', async () => {
    const ids = Array.from({ length: 11 }, (_, index) => String(index));
    const { stdout } = await doctored({ polled: [page(...ids.map((id) => opened(id)))] });
    expect(stdout).toContain('10 tickets read.');
    expect(stdout).toContain('- Of 10 tickets 10 are severity 1.');
  });

  it('that is empty is for a person to look at, and no failure', async () => {
    const { code, stdout } = await doctored({ open: [], found: 0 });
    expect(code).toBe(0);
    expect(unwrapped(stdout)).toContain('ok open tickets It can be read, and none is open.');
    expect(unwrapped(stdout)).toContain('look tickets It tells of none.');
  });
});

describe('what a person should look at', () => {
  const five = ['1', '2', '3', '4', '5'];
  const each = (make: (id: string) => TicketEvent[]) => Object.fromEntries(five.map((id) => [id, make(id)]));
  const doubts = async (tickets: Record<string, TicketEvent[]>, agreement = acme()) => {
    const { code, stdout } = await doctored({ open: Object.keys(tickets), tickets, found: 0 }, agreement);
    expect(code).toBe(0);
    const [, told = ''] = unwrapped(stdout).split('Please look at - ');
    return told
      .replace(/ No check failed\. $/, '')
      .split(' - ')
      .filter((doubt) => doubt !== '');
  };
  const note = (ticket: string): TicketEvent => ({ ticket, at: july + 3, type: 'note' });
  const sound = (id: string): TicketEvent[] => [
    opened(id, july, id === '1' ? 1 : 2),
    reply(id, july + 1, 'supplier'),
    reply(id, july + 2, 'reporter'),
    note(id),
  ];

  it('is nothing where all is as it should be', async () => {
    expect(await doubts(each(sound))).toEqual([]);
  });

  it.each<[string, (id: string) => TicketEvent[], string]>([
    [
      'nobody speaks for the supplier',
      (id) => [...sound(id).slice(0, 1), reply(id, july + 1, 'reporter'), note(id)],
      'Every reply is by a reporter',
    ],
    ['all are taken for the supplier', (id) => sound(id).toSpliced(2, 1), 'No reply is by a reporter'],
    [
      'all of the supplier are bots',
      (id) => sound(id).toSpliced(1, 1, reply(id, july + 1, 'bot')),
      'No reply of a human of the supplier',
    ],
    ['nobody replied', (id) => [...sound(id).slice(0, 1), note(id)], 'No reply was seen'],
    ['no note is visible', (id) => sound(id).slice(0, 3), 'No internal note was seen'],
    [
      'every severity is the same',
      (id) => [opened(id, july, 2), ...sound(id).slice(1)],
      'All 5 are of one severity',
    ],
    [
      'a severity has no promise',
      (id) => [opened(id, july, id === '1' ? 4 : 2), ...sound(id).slice(1)],
      'Nothing is promised for severity 4',
    ],
    [
      'a ticket has no severity',
      (id) => sound(id).slice(id === '1' ? 1 : 0),
      '1 ticket came without a severity',
    ],
  ])('is told where %s', async (_title, make, doubt) => {
    expect(await doubts(each(make))).toEqual([expect.stringContaining(doubt)]);
  });

  it('is told where no promise is made about the desk', async () => {
    const told = ['No support promise of the agreement names this source: nothing is judged by it.'];
    expect(await doubts(each(sound), acme({ support: [] }))).toEqual(told);
    expect(await doubts(each(sound), acme({ support: [{ ...matrix, source: 'other' }] }))).toEqual(told);
  });
});

describe('what is promised', () => {
  const business = {
    ...{ timeZone: 'America/New_York', holidays: [] },
    weekly: { mon: ['09:00-17:00'], tue: ['09:00-17:00'], wed: ['09:00-17:00'] },
  };
  const full = {
    ...severity(1, '2h'),
    ...{ updateEvery: '4h', resolution: '24h', calendar: 'business' },
  };
  const promised = async (change: Partial<SupportMatrix>, others: SupportMatrix[] = []) => {
    const agreement = acme({
      calendars: { ...acme().calendars, business },
      support: [{ ...matrix, ...change }, ...others],
    });
    const { stdout } = await doctored({ open: ['41'], tickets: life }, agreement);
    const [, told = ''] = unwrapped(stdout).split('is severity 1. - ');
    return told.slice(0, told.indexOf(' - Of 1 ticket')).split(' - ');
  };

  it('is told of each severity, with what it comes to on its calendar', async () => {
    // A working day there has 8 h: 24 h are three of them, 2 h and 4 h less than one.
    expect(await promised({ severities: [full, severity(2, '8h')] })).toEqual([
      '"issues" promises for severity 1: a first response within 2 h on 09:00-17:00 America/New_York; an update every 4 h on 09:00-17:00 America/New_York; a resolution within 24 h on 09:00-17:00 America/New_York = 3 working days.',
      '"issues" promises for severity 2: a first response within 8 h, around the clock.',
      'Of "issues" no clock stands still while a ticket waits for its reporter.',
    ]);
  });

  it.each<[SupportMatrix['waitingOnReporterPauses'], string]>([
    [['updates'], 'the clocks of updates stand'],
    [['resolution'], 'the clocks of resolution stand'],
    [['updates', 'resolution'], 'the clocks of updates and resolution stand'],
  ])('is told with the clocks that stand still: %j', async (waitingOnReporterPauses, clocks) => {
    const told = await promised({ severities: [full], waitingOnReporterPauses });
    expect(told.at(-1)).toBe(`Of "issues" ${clocks} still while a ticket waits for its reporter.`);
  });

  it('is told of no clock that nothing promises', async () => {
    const paused = { waitingOnReporterPauses: ['updates' as const] };
    const resolved = await promised({ severities: [{ ...full, updateEvery: undefined }], ...paused });
    expect(resolved.at(-1)).toContain('no clock stands still');
    expect(await promised({ severities: [severity(1, '2h')], ...paused })).toHaveLength(1);
  });

  it('is told of every matrix that names the source, and of no other', async () => {
    const others = [
      { ...matrix, name: 'more', severities: [severity(9, '1bd')] },
      { ...matrix, name: 'elsewhere', source: 'other' },
    ];
    expect(await promised({ severities: [severity(1, '2h')] }, others)).toEqual([
      '"issues" promises for severity 1: a first response within 2 h, around the clock.',
      '"more" promises for severity 9: a first response within 1 business day on 00:00-24:00 UTC.',
    ]);
  });

  it('goes with how many tickets waited and were resolved', async () => {
    const waiting: TicketEvent = { ticket: '41', at: july + 1, type: 'waiting-on-reporter' };
    const tickets = { '41': [opened('41'), waiting], '42': [opened('42'), { ...waiting, ticket: '42' }] };
    const { stdout } = await doctored({ open: ['41', '42'], tickets });
    expect(stdout).toContain('  - Of 2 tickets 2 have waited for the reporter, and 0 have been resolved.\n');
  });
});

describe('of one ticket', () => {
  it('five replies are listed', async () => {
    const replies = Array.from({ length: 7 }, (_, index) => reply('41', july + index * hour, 'supplier'));
    const { stdout } = await doctored({ open: ['41'], tickets: { '41': [opened('41'), ...replies] } });
    expect(stdout.match(/ reply 2026/g)).toHaveLength(5);
    expect(stdout).toContain('    and 2 more\n');
  });

  it('the end is told, and that only readings tell of it', async () => {
    const seen = { observedAfter: july, at: july + hour };
    const tickets: Record<string, TicketEvent[]> = {
      '41': [opened('41'), { ticket: '41', at: july + 1, type: 'merged-into', into: '42' }],
      '42': [
        { ...opened('42'), ...seen },
        { ticket: '42', ...seen, type: 'deleted' },
      ],
      '43': [note43],
    };
    const { stdout } = await doctored({ open: ['41', '42', '43'], tickets });
    expect(stdout).toContain('  41: severity 1, opened 2026-07-01T09:00:00Z, merged into 42\n');
    expect(stdout).toContain('  42: severity 1, opened 2026-07-01T10:00:00Z, no longer at the desk\n');
    expect(stdout).toContain('    opened 1, deleted 1 (all observed)\n');
    expect(stdout).toContain('  43: no severity, not told when it was opened\n');
  });
  it('what was written after a merge acts on the ticket that carries it on', async () => {
    const tickets: Record<string, TicketEvent[]> = {
      '41': [
        opened('41'),
        { ticket: '41', at: july + 1, type: 'merged-into', into: '42' },
        reply('41', july + hour, 'supplier'),
      ],
      '42': [opened('42')],
    };
    const { stdout } = await doctored({ open: ['41', '42'], tickets });
    expect(unwrapped(stdout)).toContain(
      'reply 2026-07-01T10:00:00Z does not count: Written after the ticket was merged; it acts on the ticket that carries this one on.',
    );
    expect(unwrapped(stdout)).toContain('0 replies count, 1 message does not: 1 from after a merge.');
  });

  it('whose replies all count no other is told', async () => {
    const { stdout } = await doctored({
      open: ['41'],
      tickets: { '41': [opened('41'), reply('41', july + hour, 'supplier')] },
    });
    expect(stdout).toContain('  - 1 reply counts, and nothing else was written.\n');
  });

  const note43: TicketEvent = { ticket: '43', at: july, type: 'note' };

  it('the clocks of the desk are a second opinion', async () => {
    const opinion: VendorClock = {
      ...{ ticket: '41', kind: 'first-response', state: 'met', dueAt: null, readAt: july },
    };
    const { stdout } = await doctored({ open: ['41'], tickets: life, opinions: [opinion] });
    expect(unwrapped(stdout)).toContain('- Of 1 ticket the desk says how its own clocks stand');
  });
});

describe('a desk over HTTP', () => {
  const spec = (url: string) => ({
    url,
    timeout: '2s',
    webhook: { scheme: 'standard', secrets: [{ env: 'S' }] },
  });
  const asked = (url: string) =>
    run(
      ['source', 'desk'],
      [jsonHttp],
      [acme({ sources: [source({ type: 'json-http', spec: spec(url) })] })],
    );

  it.each([
    ['Thu, 02 Jul 2026 09:00:00 GMT', 'ok clock It shows the same time as ours.'],
    ['Thu, 02 Jul 2026 08:59:59 GMT', 'ok clock It shows the same time as ours.'],
    ['Thu, 02 Jul 2026 08:59:54 GMT', 'ok clock It is 5 s behind ours.'],
    ['Thu, 02 Jul 2026 09:00:10 GMT', 'ok clock It is 10 s ahead of ours.'],
    ['Thu, 02 Jul 2026 09:00:11 GMT', 'look clock It is 11 s ahead of ours. Replies'],
    ['Thu, 02 Jul 2026 09:01:00 GMT', 'look clock It is 60 s ahead of ours. Replies are timed by that clock'],
    ['soon', 'ok clock The answers do not say what time it is there.'],
  ])('has its clock compared, as at %s', async (date, words) => {
    const desk = await httpServer((_request, response) => {
      response.setHeader('date', date);
      response.end(JSON.stringify({ events: [opened('T-1')], cursor: null }));
    });
    const { code, stdout } = await asked(desk.url);
    expect(code).toBe(0);
    expect(unwrapped(stdout)).toContain(words);
    expect(unwrapped(stdout)).toContain('Polled every 60s; webhooks (standard) hint at changes before that.');
  });

  it('that does not answer is told with what to do', async () => {
    const { code, stdout } = await asked((await closedPort()).url);
    expect(code).toBe(1);
    expect(unwrapped(stdout)).toContain('Nothing listens there: check host and port');
    expect(stdout).not.toContain('clock ');
  });

  it('that does not know us is told with what to do', async () => {
    const desk = await httpServer((_request, response) => response.writeHead(401).end());
    const { code, stdout } = await asked(desk.url);
    expect(code).toBe(1);
    expect(unwrapped(stdout)).toContain('status 401: what auth shows is not accepted; renew it.');
  });
});

describe('a desk that is a file', () => {
  it('is asked as any other, and has no clock', async () => {
    const desk = source({ type: 'csv', spec: { path: 'nowhere.csv' } });
    const { code, stdout } = await run(['source', 'desk'], [csv], [acme({ sources: [desk] })]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'acme/desk: a ticket desk of type csv (a form of our own: as right as what fills',
    );
    expect(unwrapped(stdout)).toContain(
      'as a synchronisation would ask it: what happened to up to ten tickets.',
    );
    expect(stdout).toContain('failed  tickets       nowhere.csv is not there.\n');
    expect(stdout).not.toContain('clock ');
  });
});

describe('a source that is no ticket desk', () => {
  const asked = (of: Partial<Source>) => run(['source', 'desk'], [], [acme({ sources: [source(of)] })]);

  it('that is probed is asked once', async () => {
    const server = await httpServer((request, response) =>
      response.writeHead(request.url === '/up' ? 200 : 503).end(),
    );
    const well = await asked({ type: 'http', spec: { url: `${server.url}/up` } });
    expect(well.code).toBe(0);
    expect(unwrapped(well.stdout)).toMatch(
      /^acme\/desk: a source of type http ok asked once A slot would be ok\. Spent: latency [\d.]+ ms, connect /,
    );
    const down = await asked({ type: 'http', spec: { url: `${server.url}/down` } });
    expect(down.code).toBe(1);
    expect(unwrapped(down.stdout)).toContain('failed asked once A slot would be bad (status).');
  });

  it('that counts traffic is asked for the last hour that it can tell', async () => {
    const server = await httpServer(async (request, response) => {
      const query = Buffer.concat(await Array.fromAsync(request)).toString();
      // An hour may be asked for five minutes after its end: at 09:00 the last one ended at 08:00.
      const value = [(now - hour) / 1_000, query.includes('bad') ? '3' : '1200'];
      const data = { resultType: 'vector', result: [{ metric: {}, value }] };
      response.end(JSON.stringify({ status: 'success', data }));
    });
    const spec = { url: server.url, total: 'sum(increase(all[1h]))', bad: 'sum(increase(bad[1h]))' };
    const { stdout, code } = await asked({ type: 'prometheus', spec });
    expect(unwrapped(stdout)).toContain('ok last hour The hour from 2026-07-02T07:00:00Z:');
    expect(unwrapped(stdout)).toContain('1200 requests, of which 3 were bad.');
    expect(code).toBe(0);
    const gone = await asked({ type: 'prometheus', spec: { ...spec, url: (await closedPort()).url } });
    expect(gone.code).toBe(1);
    expect(unwrapped(gone.stdout)).toContain('not read (connect)');
  });

  it.each([
    ['heartbeat', 'upheld heartbeats'],
    ['import', 'upheld import'],
  ])('and is a %s is told which command helps', async (type, command) => {
    const { code, stdout } = await asked({ type });
    expect(code).toBe(0);
    expect(stdout).toContain(command);
  });
});

describe('a doctor that is asked wrongly', () => {
  it.each([
    [[], 'say what to look at: source'],
    [['desk'], 'say what to look at: source'],
    [['source'], 'name one source'],
    [['source', 'a', 'b'], 'name one source'],
    [['source', 'desk', '--nothing'], "Unknown option '--nothing'"],
  ])('%j says how it is asked', async (args, words) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`upheld doctor: ${words}`);
    expect(stderr).toContain('usage: upheld doctor source NAME [--agreement NAME] [--config FOLDER]');
  });

  it('names the sources there are', async () => {
    expect(await run(['source', 'dsk'])).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'upheld doctor: there is no source "dsk"; the sources are: acme/desk\n',
    });
    const { stderr } = await run(['source', 'desk', '--agreement', 'beta']);
    expect(stderr).toContain('there is no agreement "beta"; the agreements are: acme');
  });

  it('asks which agreement is meant where several have such a source', async () => {
    const both = [acme(), acme({ name: 'beta' })];
    expect(await run(['source', 'desk'], [], both)).toEqual({
      ...{ code: 2, stdout: '' },
      stderr:
        'upheld doctor: several agreements have a source "desk": acme, beta; choose one with --agreement\n',
    });
    const { code, stdout } = await run(
      ['source', 'desk', '--agreement', 'beta'],
      [scripted({ open: ['41'], tickets: life })],
      both,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('beta/desk: a ticket desk');
  });
});
