// Everything that happened to a ticket in order, with what each reply counted for and the instants at which a
// promise ran out. Pure.
import { replyReasons } from '@upheld/shared/tickets/replies';
import type { Instant } from '@upheld/shared/time/instant';
import { kindWords } from '../words/clocks.ts';
import { printInstant } from '../words/instant.ts';
import type { PrintedInstant } from '../words/instant.ts';
import { midSentence, sentenceCase } from '../words/names.ts';
import { toldClocks } from './ticket-clocks.ts';
import type { Account, TicketClock } from './ticket-clocks.ts';
import { byWords, eventWords, ruleWords } from './ticket-events.ts';
import type { Around, TicketEvent } from './ticket-events.ts';
import { toldAfterDue, toldLate, type ToldLate } from './told-late.ts';

type Reply = Account['replies'][number];

/**
 * `after`: it happened between that and `at`. `told`: when its desk told it, where that was late. `counts` is null of
 * what is no reply.
 */
export type LedgerRow = {
  at: PrintedInstant;
  after: PrintedInstant | null;
  told: ToldLate | null;
  what: string;
  by: string;
  counts: boolean | null;
  reason: string;
  effects: string[];
  isDue: boolean;
};

/** What a ticket comes to under one matrix; `label` tells matrices apart, and is empty where there is one alone. */
export type Under = { label: string; account: Account };

/**
 * `under` has the accounts of one ticket; events and replies are alike in all of them. `pausing`: the
 * agreement has clocks that stand still while the ticket waits for its reporter.
 */
export function ticketLedger(
  under: Under[],
  { zone, pausing }: { zone: string; pausing: boolean },
): LedgerRow[] {
  const [first] = under;
  if (first === undefined) return [];
  const { account } = first;
  const clocks = under.flatMap(({ label, account: own }) =>
    toldClocks(own).map((clock) => ({
      ...{ ...clock, name: nameOf(clock, label), toldAfterDue: toldAfterDue(clock, own) },
    })),
  );
  const told = new Set<Reply>();
  const severities = new Map<string, number>();
  const events = account.events.map((event) => {
    const reply = account.replies.find((candidate) => !told.has(candidate) && isOf(candidate, event)) ?? null;
    if (reply !== null) told.add(reply);
    const before = severities.get(event.ticket) ?? null;
    if (event.severity !== undefined) severities.set(event.ticket, event.severity);
    const what = isTakenOver(event, account)
      ? `Takes over ${event.ticket}, which is merged into it`
      : `${eventWords(event, before)}${event.ticket === account.ticket ? '' : `, on ${event.ticket}`}`;
    const shown = { what, before, reply, clocks, account, pausing, zone };
    return { at: event.at, row: eventRow(event, shown) };
  });
  const dues = clocks.flatMap((clock) => dueRows(clock, zone));
  // An event at the very instant at which a clock falls due acts before it.
  return [...events, ...dues].sort((a, b) => a.at - b.at).map(({ row }) => row);
}

function nameOf({ kind }: TicketClock, label: string): string {
  const name = midSentence(kindWords[kind].name.replace(' ', '-'));
  return label === '' ? name : `${name} of ${label}`;
}

function isTakenOver({ type, into }: TicketEvent, { ticket }: Account): boolean {
  return type === 'merged-into' && into === ticket;
}

function isOf(reply: Reply, { ticket, at, type }: TicketEvent): boolean {
  return reply.ticket === ticket && reply.at === at && reply.type === type;
}

type NamedClock = TicketClock & { name: string; toldAfterDue: string | null };

type Shown = Around & {
  what: string;
  reply: Reply | null;
  clocks: NamedClock[];
  zone: string;
};

function eventRow(event: TicketEvent, shown: Shown): LedgerRow {
  const { what, reply, clocks, zone } = shown;
  const stops = reply?.counts === true || event.type === 'resolved';
  const stopped = stops ? clocks.filter((clock) => isStoppedBy(event, clock)) : [];
  const saves = stopped.some((clock) => clock.toldAfterDue !== null);
  return {
    at: printInstant(event.at, zone),
    after: event.observedAfter === undefined ? null : printInstant(event.observedAfter, zone),
    told: toldLate(event, saves, zone),
    what,
    by: byWords(event),
    counts: reply?.counts ?? null,
    reason: reply === null ? '' : replyReasons[reply.reason],
    effects: [...stopped.map(stopWords), ...ruleWords(event, shown)],
    isDue: false,
  };
}

function isStoppedBy({ at, type }: TicketEvent, { kind, stoppedAt, startAt }: NamedClock): boolean {
  const isResolution = kind === 'first-resolution' || kind === 'total-resolution';
  return stoppedAt === at && startAt <= at && isResolution === (type === 'resolved');
}

function stopWords({ name, state, toldAfterDue: late }: NamedClock): string {
  const word = state === 'met' ? 'in time' : state === 'missed' ? 'late' : state;
  return `${sentenceCase(name)}: ${word}${late === null ? '' : `, but told ${late} after it was due`}`;
}

/** Where a promise ran out unanswered, or nobody can tell. */
function dueRows({ name, state, decidedAt }: NamedClock, zone: string): { at: Instant; row: LedgerRow }[] {
  if (decidedAt === null || (state !== 'missed' && state !== 'unknown')) return [];
  const what =
    state === 'missed'
      ? `The ${name} falls due: late from here on`
      : `The ${name} falls due: unknown whether in time`;
  return [
    {
      at: decidedAt,
      row: {
        ...{ at: printInstant(decidedAt, zone), after: null, told: null, what },
        ...{ by: '', counts: null, reason: '', effects: [], isDue: true },
      },
    },
  ];
}
