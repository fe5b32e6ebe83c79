// What each event of a ticket is called, who did it, and what the rules of the clocks make of it. Pure.
import type { Account } from './ticket-clocks.ts';

export type TicketEvent = Account['events'][number];

const plainWords = {
  note: 'Internal note',
  'waiting-on-reporter': 'Begins to wait for its reporter',
  'waiting-ended': 'Waits no longer',
  resolved: 'Resolved',
  reopened: 'Reopened',
  deleted: 'Left the desk: deleted, or moved elsewhere',
  restored: 'Is at the desk again',
} as const;

/** `before` is the severity that the ticket had. */
export function eventWords(event: TicketEvent, before: number | null): string {
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

/** `pausing`: the agreement has clocks that stand still while the ticket waits for its reporter. */
export type Around = { before: number | null; account: Account; pausing: boolean };

/** What the rules of the agreement's clocks make of an event (measurement.md section 6). */
export function ruleWords(event: TicketEvent, { before, account, pausing }: Around): string[] {
  const { pauses } = account;
  const ends = pauses.some(({ end }) => end === event.at) ? ['The wait ends.'] : [];
  switch (event.type) {
    case 'severity-changed':
      return [...ends, ...movedWords(before, event.severity ?? null)];
    case 'waiting-on-reporter':
      return pauses.some(({ start }) => start === event.at) ? [standingWords(pausing)] : [];
    case 'reopened':
      return ['The resolution runs on, and updates are due again.'];
    case 'merged-into':
      return [
        ...ends,
        'What happens on the merged ticket from here on acts on the other: of both the higher severity holds.',
      ];
    case 'deleted':
      return leftWords(event, account);
    default:
      return ends;
  }
}

/** A ticket that is there again did not leave, and one that was merged takes nothing along. */
function leftWords({ ticket, at }: TicketEvent, account: Account): string[] {
  if (at === account.deletedAt) return ['Clocks that still run end here and count nowhere.'];
  return ticket === account.ticket ? ['It came back later, so that its clocks run on.'] : [];
}

function standingWords(pausing: boolean): string {
  return pausing
    ? 'Clocks that the agreement names stand still from here on.'
    : 'No clock stands still for it.';
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

export function byWords({ actor }: TicketEvent): string {
  return actor === undefined ? '' : writers[actor];
}
