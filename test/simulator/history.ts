// The past of the demo as files that `upheld import` reads: what the probes and the partner's export would
// have recorded from the first day of the past quarter until now.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant } from '@upheld/shared/time/instant';
import { slotAtOrAfter, slotPhase } from '@upheld/shared/time/slots';
import { behaviourAt, endpoints, monthsAround } from './script.ts';
import type { Behaviour, EndpointName, Fault, Incident } from './script.ts';

type Feed = { source: string; endpoint: EndpointName; everyMs: number };

/** What the demo's agreements probe, in the words of config/demo. */
const feeds: Record<string, Feed[]> = {
  'northwind-lumen': [
    { source: 'orders-api', endpoint: 'orders', everyMs: MINUTE },
    { source: 'catalog-graphql', endpoint: 'catalog', everyMs: MINUTE },
  ],
  'northwind-harbor': [{ source: 'payments-api', endpoint: 'payments', everyMs: MINUTE }],
  'northwind-atlas': [{ source: 'tiles-api', endpoint: 'tiles', everyMs: 5 * MINUTE }],
};

/** One file to import: into which agreement, by which command. */
export type ImportFile = { what: 'samples' | 'tickets'; agreement: string; path: string };

/** Writes the histories of every agreement into `folder`. */
export async function writeHistory(
  folder: string,
  incidents: Incident[],
  platform: TicketEvent[],
  now: Instant,
) {
  const files: ImportFile[] = Object.keys(feeds).map((agreement) => ({
    what: 'samples',
    agreement,
    path: join(folder, `${agreement}.samples.csv`),
  }));
  await Promise.all(files.map((file) => writeFile(file.path, samplesCsv(file.agreement, incidents, now))));
  const path = join(folder, 'northwind-lumen.tickets.csv');
  await writeFile(path, ticketsCsv(platform, 'lumen-desk', now));
  return [...files, { what: 'tickets', agreement: 'northwind-lumen', path } satisfies ImportFile];
}

/** The rows stand on the slots that the scheduler uses, so that live samples go on where they end. */
function* samplesCsv(agreement: string, incidents: Incident[], now: Instant): Generator<string> {
  yield 'at,source,vantage,ok,latency_ms,reason\n';
  for (const { source, endpoint, everyMs } of feeds[agreement] ?? []) {
    const mine = incidents.filter((incident) => incident.endpoint === endpoint);
    const start = monthsAround(now, endpoints[endpoint].zone)[0]?.start ?? now;
    const first = slotAtOrAfter(start, slotPhase(agreement, source, everyMs), everyMs);
    // A hundred rows at a time: a piece for each would cost more than the row.
    for (let from = first; from < now; from += 100 * everyMs) {
      const rows: string[] = [];
      for (let at = from; at < Math.min(from + 100 * everyMs, now); at += everyMs) {
        rows.push(`${at},${source},main,${outcomeAt(mine, endpoint, at)}\n`);
      }
      yield rows.join('');
    }
  }
}

function outcomeAt(incidents: Incident[], endpoint: EndpointName, at: Instant): string {
  const away = incidents.some((one) => one.kind === 'gap' && one.start <= at && at < one.end);
  return away ? ',,stopped' : outcome(behaviourAt(incidents, endpoint, at));
}

const reasons: Record<Fault, string> = { unavailable: 'status', failing: 'expectation', hung: 'timeout' };

function outcome({ fault, latencyMs }: Behaviour): string {
  const latency = fault === 'hung' ? '' : latencyMs.toFixed(1);
  return fault === null ? `true,${latency},` : `false,${latency},${reasons[fault]}`;
}

/** Tickets as `upheld import tickets` reads them: one row an event. */
export function ticketsCsv(events: TicketEvent[], source: string, now: Instant): string {
  const rows = events
    .filter((event) => event.at <= now)
    .map((event) => {
      const severity = 'severity' in event ? event.severity : '';
      const [actor, auto] = 'actor' in event ? [event.actor, event.autoSubmitted] : ['', ''];
      const into = 'into' in event ? event.into : '';
      return `${event.ticket},${event.at},${event.type},${severity},${actor},${auto},${into},${source}\n`;
    });
  return `ticket,at,event,severity,actor,auto,into,source\n${rows.join('')}`;
}
