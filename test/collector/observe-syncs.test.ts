import { describe, expect, it } from 'vitest';
import type { SyncResult } from '@upheld/collector/collect/sync-desk';
import { reportFailures } from '@upheld/collector/failures';
import { createLog, type Logger } from '@upheld/collector/log';
import { createInstruments } from '@upheld/collector/metrics/instruments';
import { observeSyncs } from '@upheld/collector/observe-syncs';
import { desk } from './collect/scene.ts';

/** What is logged and shown of these synchronisations of one desk. */
async function shown(...results: SyncResult[]) {
  const lines: object[] = [];
  const log: Logger = createLog();
  log.warn = (line: object) => void lines.push(line);
  const instruments = createInstruments();
  const onSync = observeSyncs({ log, failures: reportFailures(log), instruments });
  for (const result of results) onSync(desk([]), result);
  const text = await instruments.registry.metrics();
  return { lines, families: text.match(/^upheld_ticket_source_.*$/gm) };
}

const source = '{agreement="acme",source="desk"}';
const failed = (reason: string, count: number) =>
  `upheld_ticket_source_sync_failures_total{agreement="acme",source="desk",reason="${reason}"} ${count}`;
const ok = { ok: true, tookMs: 1_500, until: 90_000, reconciledAt: null, overlooked: null } as const;
const slowed = {
  ...({ ok: false, tookMs: 40, retryAfterMs: 7_000 } as const),
  ...({ reason: 'slowed-down', error: 'the desk answered with status 429' } as const),
};

describe('synchronisations of a desk', () => {
  it('begin at 0 for every reason, and show how long the last one took', async () => {
    const { families, lines } = await shown(ok);
    expect(families).toEqual([
      `upheld_ticket_source_syncs_total${source} 1`,
      ...['unreachable', 'refused', 'slowed-down', 'answer', 'other'].map((reason) => failed(reason, 0)),
      `upheld_ticket_source_sync_duration_seconds${source} 1.5`,
      `upheld_ticket_source_overlooked_events_total${source} 0`,
      `upheld_ticket_source_last_success_timestamp_seconds${source} 90`,
    ]);
    expect(lines).toEqual([]);
  });

  it('begin at 0 also where the first one fails', async () => {
    const { families } = await shown(slowed);
    expect(families).toContain(`upheld_ticket_source_syncs_total${source} 0`);
    expect(families).toContain(failed('slowed-down', 1));
  });

  it('that fail are counted by their reason and logged', async () => {
    const { families, lines } = await shown(ok, slowed, slowed);
    expect(families).toContain(`upheld_ticket_source_syncs_total${source} 1`);
    expect(families).toContain(failed('slowed-down', 2));
    expect(families).toContain(failed('answer', 0));
    expect(families).toContain(`upheld_ticket_source_last_success_timestamp_seconds${source} 90`);
    const line = { event: 'sync-failed', source: 'acme/desk', reason: slowed.reason, error: slowed.error };
    expect(lines).toEqual([line, line]);
  });

  it('that end a look at open tickets say when, and in one line what polling had missed', async () => {
    const overlooked = { events: 3, tickets: 2 };
    const { families, lines } = await shown(
      { ...ok, reconciledAt: 60_000, overlooked },
      { ...ok, reconciledAt: 120_000, overlooked: { events: 0, tickets: 0 } },
    );
    expect(families).toContain(`upheld_ticket_source_overlooked_events_total${source} 3`);
    expect(families).toContain(`upheld_ticket_source_last_reconcile_timestamp_seconds${source} 120`);
    expect(lines).toEqual([{ event: 'events-overlooked', source: 'acme/desk', events: 3, tickets: 2 }]);
  });
});
