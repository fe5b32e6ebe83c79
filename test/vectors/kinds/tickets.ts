// Support clocks (measurement.md section 6): every clock of every ticket, and what they come to per period.
import { decimal } from '@upheld/shared/exact/ratio';
import { actors } from '@upheld/shared/facts/ticket-event';
import type { Clock } from '@upheld/shared/tickets/clock';
import { countClocks, judgeClocks } from '@upheld/shared/tickets/clock-counts';
import { supportClocks } from '@upheld/shared/tickets/clocks';
import type { TicketClocks } from '@upheld/shared/tickets/clocks';
import { periodContaining } from '@upheld/shared/time/period';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';
import { calendarTerms } from './calendar-terms.ts';

const event = z.discriminatedUnion('type', [
  plainEvent({ type: z.enum(['opened', 'severity-changed']), severity: z.int() }),
  plainEvent({
    type: z.literal('public-reply'),
    actor: z.enum(actors),
    autoSubmitted: z.boolean().default(false),
  }),
  plainEvent({ type: z.literal('merged-into'), into: z.string() }),
  plainEvent({ type: z.literal('note'), actor: z.enum(actors) }),
  plainEvent({ type: z.enum(['waiting-on-reporter', 'waiting-ended', 'resolved', 'reopened']) }),
]);

const severity = z.strictObject({
  calendar: z.string(),
  firstResponse: z.string(),
  updateEvery: z.string().nullable(),
  resolution: z.string().nullable(),
  target: z.string(),
});

const input = z.strictObject({
  zone: z.string(),
  periodUnit: z.enum(['month', 'quarter', 'year']),
  fiscalStartMonth: z.int(),
  calendars: z.record(z.string(), calendarTerms),
  severities: z.record(z.string(), severity),
  pauseWhileWaiting: z.array(z.enum(['updates', 'resolution'])),
  syncGaps: z.array(z.strictObject({ start: z.int(), end: z.int() })),
  asOf: z.int(),
  asOfIso: z.unknown(),
  events: z.array(event),
});

type Input = z.infer<typeof input>;
type Dated = Clock & { period: string | null };
type DatedTicket = Record<'firstResponse' | 'firstResolution' | 'totalResolution', Dated | null> & {
  ticket: string;
  updates: Dated[];
};

export const tickets: VectorKind = {
  kind: 'tickets',
  run: (given) => {
    const asked = input.parse(given);
    const dated = clocksOf(asked).map((ticket) => withPeriods(ticket, asked));
    return { tickets: dated.map(asExpected), summary: summaryOf(dated, asked) };
  },
};

function plainEvent<Fields extends z.ZodRawShape>(fields: Fields) {
  return z.strictObject({ ticket: z.string(), at: z.int(), iso: z.unknown(), ...fields });
}

function clocksOf({ severities, pauseWhileWaiting, syncGaps, ...desk }: Input): TicketClocks[] {
  return supportClocks({
    ...desk,
    gaps: syncGaps,
    waitingOnReporterPauses: pauseWhileWaiting,
    severities: Object.entries(severities).map(([level, { updateEvery, resolution, ...terms }]) => ({
      ...terms,
      level: Number(level),
      name: level,
      reading: null,
      updateEvery: updateEvery ?? undefined,
      resolution: resolution ?? undefined,
    })),
  });
}

function withPeriods(clocks: TicketClocks, asked: Input): DatedTicket {
  const { ticket, firstResponse, updates, firstResolution, totalResolution } = clocks;
  const dated = (clock: Clock): Dated => ({ ...clock, period: periodOf(clock, asked) });
  return {
    ticket,
    firstResponse: firstResponse && dated(firstResponse),
    updates: updates.map(dated),
    firstResolution: firstResolution && dated(firstResolution),
    totalResolution: totalResolution && dated(totalResolution),
  };
}

function periodOf({ decidedAt }: Clock, { periodUnit, zone, fiscalStartMonth }: Input): string | null {
  return decidedAt === null ? null : periodContaining(decidedAt, periodUnit, zone, fiscalStartMonth).name;
}

function asExpected({ updates, ...ticket }: DatedTicket): unknown {
  return { ...ticket, updates: { misses: countClocks(updates).missed, slots: updates } };
}

function summaryOf(dated: DatedTicket[], { severities }: Input): unknown[] {
  const groups = Map.groupBy(dated.flatMap(decidedClocks), ({ clock, severity, period }) =>
    [clock, severity, period].join(' '),
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, clocks]) => {
      const [{ clock, severity, period } = unreachable()] = clocks;
      const counts = countClocks(clocks);
      const target = decimal(severities[severity]?.target ?? unreachable());
      return {
        clock,
        severity,
        period,
        ...counts,
        verdict: judgeClocks(counts, { op: '>=', ratio: target }),
      };
    });
}

function decidedClocks(ticket: DatedTicket): (Dated & { clock: string })[] {
  const named = (clock: string, clocks: (Dated | null)[]) =>
    clocks.filter((found) => found !== null).map((found) => ({ ...found, clock }));
  return [
    ...named('firstResolution', [ticket.firstResolution]),
    ...named('firstResponse', [ticket.firstResponse]),
    ...named('totalResolution', [ticket.totalResolution]),
    ...named('update', ticket.updates),
  ].filter(({ decidedAt }) => decidedAt !== null);
}

function unreachable(): never {
  throw new Error('a decided clock has a severity that promised it');
}
