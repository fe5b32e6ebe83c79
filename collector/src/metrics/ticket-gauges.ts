// The gauges of tickets in the current periods of their promises, by desk and severity. They are read from the
// last evaluation as it stands: counters would count a clock again after each restart, and could take back none
// that an exclusion, a merge or a late event has undone.
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import type { Family, Labels, Row } from './family.ts';
import type { OpenPeriod } from './objective-gauges.ts';

type TicketClock = NonNullable<PromisePeriod['clocks']>[number];

/** The clocks of one promise. The label is not called `severity`: alerts have one of that name. */
type Severity = { labels: Labels; indicator: string; clocks: TicketClock[] };

export function exposeTickets(family: Family, open: OpenPeriod[]): void {
  const all = open.flatMap(severityOf);
  const running = all.map((severity) => ({ ...severity, clocks: severity.clocks.filter(isRunning) }));
  family(
    'upheld_tickets_open',
    'Tickets for which a promised clock runs, or stands still while their reporter is waited for.',
    rows(running, (clocks) => new Set(clocks.map(({ ticket }) => ticket)).size),
  );
  family(
    'upheld_ticket_next_breach_timestamp_seconds',
    'When the next clock is missed unless somebody answers before; none where no clock runs.',
    rows(running, (clocks) => Math.min(...clocks.map(({ dueAt }) => dueAt ?? Infinity)) / 1000).filter(
      ({ value }) => value < Infinity,
    ),
  );
  exposeFirstResponses(
    family,
    all.filter(({ indicator }) => indicator === 'first-response'),
  );
}

function exposeFirstResponses(family: Family, promised: Severity[]): void {
  const count = (...states: TicketClock['state'][]) =>
    rows(promised, (clocks) => clocks.filter(({ state }) => states.includes(state)).length);
  family(
    'upheld_ticket_first_responses',
    'First responses of the current period that were given in time, missed or are unknown.',
    count('met', 'missed', 'unknown'),
  );
  family('upheld_ticket_first_response_breaches', 'Those of them that were missed.', count('missed'));
  family(
    'upheld_ticket_first_response_unknowns',
    'Those of them that fell due while their desk could not be read.',
    count('unknown'),
  );
}

/** One row for each desk and severity: several promises may be made of one. */
function rows(severities: Severity[], value: (clocks: TicketClock[]) => number): Row[] {
  const groups = Map.groupBy(severities, ({ labels }) => JSON.stringify(labels));
  return [...groups.values()].flatMap((group) => {
    const clocks = group.flatMap((severity) => severity.clocks);
    return group.slice(0, 1).map(({ labels }) => ({ labels, value: value(clocks) }));
  });
}

function isRunning({ state }: TicketClock): boolean {
  return state === 'running';
}

/** A promise of a desk is about one severity; one that is about none yet, because nothing counts, is left out. */
function severityOf({ labels: { agreement = '' }, promise, period }: OpenPeriod): Severity[] {
  const level = period.parts.at(-1)?.terms.indicator['severity'];
  const [source] = promise.sources;
  if (promise.kind !== 'support' || source === undefined || typeof level !== 'number') return [];
  const labels = { agreement, source, ticket_severity: String(level) };
  return [{ labels, indicator: promise.indicator, clocks: period.clocks ?? [] }];
}
