import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { systemClock } from '@upheld/collector/clock';
import { createOutside } from '@upheld/collector/collect/outside';
import { doctor } from '@upheld/collector/commands/doctor';
import { SyncError, type ConnectorKind, type Told } from '@upheld/collector/connectors/connector';
import { jsonHttp } from '@upheld/collector/connectors/json-http';
import { http } from '@upheld/collector/probes/http';
import { prometheus } from '@upheld/collector/traffic/prometheus';
import type { Agreement, Source, SupportMatrix } from '@upheld/shared/agreement/agreement';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { anAgreement } from '../../builders/agreement.ts';
import { httpServer } from '../egress/servers.ts';

/** 2026-07-01T09:00:00Z. */
const july = Date.UTC(2026, 6, 1, 9);
const now = Date.UTC(2026, 6, 2, 9);
const hour = 3_600_000;

/** What a desk of the tests tells. It has a lookup and a control, as far as they are given. */
type Script = {
  open?: string[];
  tickets?: Record<string, TicketEvent[]>;
  opinions?: Told;
  found?: number;
  fails?: { open?: Error; control?: Error; read?: Error };
  polled?: TicketEvent[][];
};

function scripted({ open, tickets = {}, found, fails = {}, polled = [] }: Script): ConnectorKind {
  const lookup: ConnectorKind['lookup'] = {
    async *open() {
      if (fails.open !== undefined) throw fails.open;
      yield open ?? [];
    },
    read: async (_spec, ticket) => {
      if (fails.read !== undefined) throw fails.read;
      const events = tickets[ticket];
      return events === undefined ? 'gone' : { events };
    },
  };
  const control = async () => {
    if (fails.control !== undefined) throw fails.control;
    return { asked: 'tickets of the year 3000', found: found ?? 0 };
  };
  return {
    ...{ type: 'desk', grade: 'C', spec: z.unknown() },
    async *poll() {
      for (const events of polled) yield { events, cursor: null };
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

const severity = (level: number) => ({
  ...{ level, name: `S${level}`, firstResponse: '2h', calendar: 'always', target: '100%', reading: null },
});

const matrix: SupportMatrix = {
  ...{ name: 'issues', source: 'desk', owedBy: 'acme', clause: null, reading: null },
  ...{ waitingOnReporterPauses: [], period: 'month', weight: 1, severities: [severity(1), severity(2)] },
};

const acme = (change: Partial<Agreement> = {}) =>
  anAgreement({ sources: [source()], support: [matrix], ...change });

/** An installation that may ask loopback. */
function outside() {
  const settings = { ...defaultSettings, egress: { allow: [{ cidr: '127.0.0.0/8' }] } };
  return createOutside({
    ...{ settings: () => settings, environment: {}, folder: '.', listeners: () => [] },
    ...{ clock: systemClock, version: '1.2.3', onControls: () => undefined },
  })();
}

async function run(args: string[], kinds: ConnectorKind[] = [], agreements: Agreement[] = [acme()]) {
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
It is asked now as a synchronisation would ask it, for the tickets that are
open, for something that cannot be there, and for all that happened to up to ten
tickets. Nothing is stored. Texts and names are not shown.

ok      open tickets  2: 41, 42.
ok      filter        Asked for what cannot be there (tickets of the year 3000),
                      it gave nothing.
ok      tickets       2 tickets read.

What was read of them
  41: severity 1, opened 2026-07-01T09:00:00Z
    opened 1, public-reply 3 (all exact)
    reply of 2026-07-01T09:00:01Z does not count: automatic
    reply of 2026-07-01T10:00:00Z counts
    reply of 2026-07-01T11:00:00Z does not count: by the reporter
  42: severity 2, opened 2026-07-01T10:00:00Z
    opened 1, note 1, severity-changed 1, resolved 1 (1 of 4 observed)

What will be counted
  - Of 2 tickets 1 is severity 1 and 1 is severity 2.
  - 1 reply counts, 3 messages do not: 1 internal note, 1 automatic reply and 1
    by the reporter.
  - 1 of 8 events are observed: they happened between two readings, at a time
    that the desk does not record. Poll often: a clock for which that time
    decides stays unknown.

No check failed.
`);
  });
});
