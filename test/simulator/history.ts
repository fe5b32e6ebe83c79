// The past of the demo as `upheld import` reads it: what the probes and the partner's export would have
// recorded from the first day of the past quarter until now.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant } from '@upheld/shared/time/instant';
import { slotAtOrAfter, slotPhase } from '@upheld/shared/time/slots';
import { endpoints } from './endpoints.ts';
import { behaviourAt } from './script.ts';
import { monthsAround } from './story.ts';
import type { EndpointName } from './endpoints.ts';
import type { Behaviour } from './script.ts';
import type { Fault, Incident } from './story.ts';

type Feed = { source: string; endpoint: EndpointName; everyMs: number };

/** What the demo's agreements probe, in the words of config/demo. */
const feeds: Record<string, Feed[]> = {
  'northwind-lumen': [
    { source: 'orders-api', endpoint: 'orders', everyMs: MINUTE },
    { source: 'catalog-graphql', endpoint: 'catalog', everyMs: MINUTE },
  ],
  'northwind-harbor': [{ source: 'payments-api', endpoint: 'payments', everyMs: 2 * MINUTE }],
  'northwind-atlas': [{ source: 'tiles-api', endpoint: 'tiles', everyMs: 5 * MINUTE }],
};

/** What one run of `upheld import` reads: a CSV, piece by piece. */
export type ImportText = { what: 'samples' | 'tickets'; agreement: string; csv: Iterable<string> };

/** The histories of every agreement until `now`; `platform` are the events of Lumen's own desk. */
export function historyUntil(now: Instant, incidents: Incident[], platform: TicketEvent[]): ImportText[] {
  const samples = Object.keys(feeds).map((agreement): ImportText => {
    return { what: 'samples', agreement, csv: samplesCsv(agreement, incidents, now) };
  });
  const tickets = ticketsCsv(platform, 'lumen-desk', now);
  return [...samples, { what: 'tickets', agreement: 'northwind-lumen', csv: tickets }];
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

/** One row an event; later ones have not happened yet. */
function* ticketsCsv(events: TicketEvent[], source: string, now: Instant): Generator<string> {
  yield 'ticket,at,event,severity,actor,auto,into,source\n';
  for (const event of events) {
    if (event.at > now) continue;
    const severity = 'severity' in event ? event.severity : '';
    const [actor, auto] = 'actor' in event ? [event.actor, event.autoSubmitted] : ['', ''];
    const into = 'into' in event ? event.into : '';
    yield `${event.ticket},${event.at},${event.type},${severity},${actor},${auto},${into},${source}\n`;
  }
}
