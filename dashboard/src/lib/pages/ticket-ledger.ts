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

type Event = Account['events'][number];
type Reply = Account['replies'][number];

/** `after`: it happened between that and `at`. `counts` is null of what is no reply. */
export type LedgerRow = {
  key: string;
  at: PrintedInstant;
  after: PrintedInstant | null;
  what: string;
  by: string;
  counts: boolean | null;
  reason: string;
  effects: string[];
  isDue: boolean;
};

/**
 * `accounts` are those of one ticket under each matrix; events and replies are alike in all of them. `pausing`: the
 * agreement has clocks that stand still while the ticket waits for its reporter.
 */
export function ticketLedger(
  accounts: Account[],
  { zone, pausing }: { zone: string; pausing: boolean },
): LedgerRow[] {
  const [account] = accounts;
  if (account === undefined) return [];
  const clocks = accounts.flatMap(toldClocks);
  const told = new Set<Reply>();
  const severities = new Map<string, number>();
  const events = account.events.map((event, place) => {
    const reply = account.replies.find((candidate) => !told.has(candidate) && isOf(candidate, event)) ?? null;
    if (reply !== null) told.add(reply);
    const before = severities.get(event.ticket) ?? null;
    if (event.severity !== undefined) severities.set(event.ticket, event.severity);
    const what = isTakenOver(event, account)
      ? `Takes over ${event.ticket}, which is merged into it`
      : `${eventWords(event, before)}${event.ticket === account.ticket ? '' : `, on ${event.ticket}`}`;
    const { pauses } = account;
    const shown = { place, what, before, reply, clocks, pauses, pausing, zone };
    return { at: event.at, row: eventRow(event, shown) };
  });
  const dues = clocks.flatMap((clock) => dueRows(clock, zone));
  // An event at the very instant at which a clock falls due acts before it.
  return [...events, ...dues].sort((a, b) => a.at - b.at).map(({ row }) => row);
}

function isTakenOver({ type, into }: Event, { ticket }: Account): boolean {
  return type === 'merged-into' && into === ticket;
}

function isOf(reply: Reply, { ticket, at, type }: Event): boolean {
  return reply.ticket === ticket && reply.at === at && reply.type === type;
}

type Shown = {
  place: number;
  what: string;
  before: number | null;
  reply: Reply | null;
  clocks: TicketClock[];
  pauses: Account['pauses'];
  pausing: boolean;
  zone: string;
};

function eventRow(event: Event, shown: Shown): LedgerRow {
  const { place, what, reply, clocks, zone } = shown;
  const stops = reply?.counts === true || event.type === 'resolved';
  return {
    key: `event ${place}`,
    at: printInstant(event.at, zone),
    after: event.observedAfter === undefined ? null : printInstant(event.observedAfter, zone),
    what,
    by: byWords(event),
    counts: reply?.counts ?? null,
    reason: reply === null ? '' : replyReasons[reply.reason],
    effects: [
      ...(stops ? clocks.flatMap((clock) => stopWords(clock, event)) : []),
      ...ruleWords(event, shown),
    ],
    isDue: false,
  };
}

const plainWords = {
  note: 'Internal note',
  'waiting-on-reporter': 'Begins to wait for its reporter',
  'waiting-ended': 'Waits no longer',
  resolved: 'Resolved',
  reopened: 'Reopened',
  deleted: 'Left the desk: deleted, or moved elsewhere',
} as const;

/** `before` is the severity that the ticket had. */
function eventWords(event: Event, before: number | null): string {
  switch (event.type) {
    case 'opened':
      return `Opened with severity ${event.severity ?? ''}`;
    case 'severity-changed':
      return severityWords(before, event.severity ?? null);
    case 'public-reply':
      return event.autoSubmitted === true ? 'Public reply, sent automatically' : 'Public reply';
    case 'merged-into':
      return `Merged into ${event.into ?? 'another ticket'}`;
    default:
      return plainWords[event.type];
  }
}

/** Severity 1 is the highest. */
function severityWords(before: number | null, after: number | null): string {
  if (before === null || after === null || before === after) return `Severity set to ${after ?? ''}`;
  return `Severity ${after < before ? 'raised' : 'lowered'} from ${before} to ${after}`;
}

/** What the rules of the agreement's clocks make of an event (measurement.md section 6). */
function ruleWords(event: Event, { before, pauses, pausing }: Shown): string[] {
  const { type, at } = event;
  if (type === 'waiting-on-reporter' && pauses.some(({ start }) => start === at)) {
    return [
      pausing ? 'Clocks that the agreement names stand still from here on.' : 'No clock stands still for it.',
    ];
  }
  if (pauses.some(({ end }) => end === at)) return ['The wait ends.'];
  if (type === 'severity-changed') return movedWords(before, event.severity ?? null);
  if (type === 'reopened') return ['The resolution runs on, and updates are due again.'];
  if (type === 'merged-into') {
    return [
      'What happens on the merged ticket from here on acts on the other: of both the higher severity holds.',
    ];
  }
  return type === 'deleted' ? ['Clocks that still run end here and count nowhere.'] : [];
}

function movedWords(before: number | null, after: number | null): string[] {
  if (before === null || after === null || before === after) return [];
  return after < before
    ? [
        'Running clocks now fall due by the new target from here, where that is earlier. What the old severity did not promise starts here.',
      ]
    : [
        'Running clocks now fall due by the new target from their start, where that is later. What the new severity does not promise ends here.',
      ];
}

const writers = { supplier: 'Supplier', reporter: 'Reporter', bot: 'Bot' } as const;

function byWords({ actor }: Event): string {
  return actor === undefined ? '' : writers[actor];
}

function stopWords({ kind, state, stoppedAt, startAt }: TicketClock, event: Event): string[] {
  const isResolution = kind === 'first-resolution' || kind === 'total-resolution';
  if (stoppedAt !== event.at || startAt > event.at || isResolution !== (event.type === 'resolved')) return [];
  return [
    `${sentenceCase(kindWords[kind].name)}: ${state === 'met' ? 'in time' : state === 'missed' ? 'late' : state}`,
  ];
}

/** Where a promise ran out unanswered, or nobody can tell. */
function dueRows(
  { kind, state, decidedAt, startAt }: TicketClock,
  zone: string,
): { at: Instant; row: LedgerRow }[] {
  if (decidedAt === null || (state !== 'missed' && state !== 'unknown')) return [];
  const subject = midSentence(kindWords[kind].name.replace(' ', '-'));
  const what =
    state === 'missed'
      ? `The ${subject} falls due: late from here on`
      : `The ${subject} falls due: unknown whether in time`;
  return [
    {
      at: decidedAt,
      row: {
        ...{ key: `due ${kind} ${startAt}`, at: printInstant(decidedAt, zone), after: null, what },
        ...{ by: '', counts: null, reason: '', effects: [], isDue: true },
      },
    },
  ];
}
