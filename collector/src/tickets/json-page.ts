// Reads one answer of a desk that speaks JSON: its events, the cursor that continues after it, and whether more
// follows. What cannot be read is a SyncError that quotes ids only.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { SyncError } from '../connectors/connector.ts';
import { TimeLimitError, withinTime } from '../jmespath/time-limit.ts';
import { eventMapper, type Mapped, type Mapping } from './event-mapping.ts';
import { placeName, readerFor, type JsonPlace } from './json-place.ts';

export type PageTerms = Mapping & { items: JsonPlace; next: JsonPlace; more: JsonPlace };

/** `follows` is null where the desk does not say. */
export type JsonPage = {
  size: number;
  events: TicketEvent[];
  cursor: string | null;
  follows: boolean | null;
};

/**
 * Meanwhile nothing else is done. 8 MiB with 97,000 events, in five expressions each, were seen to take 1.3 s on a
 * machine with much else to do.
 */
const longestMs = 5_000;

/** Reads answers by the terms of a spec, whose expressions are read once; each within `mostMs`. */
export function pageReader(terms: PageTerms, mostMs = longestMs): (answer: unknown) => JsonPage {
  const eventsIn = eventsReader(terms);
  const itemsIn = itemsReader(terms);
  const cursorIn = cursorReader(terms);
  const moreIn = readerFor(terms.more, 'more');
  return (answer) =>
    inTime(mostMs, () => {
      const items = itemsIn(answer);
      const follows = moreIn(answer);
      return {
        size: items.length,
        events: eventsIn(items),
        cursor: cursorIn(answer),
        follows: typeof follows === 'boolean' ? follows : null,
      };
    });
}

function inTime<Result>(mostMs: number, work: () => Result): Result {
  try {
    return withinTime(mostMs, work);
  } catch (cause) {
    if (!(cause instanceof TimeLimitError)) throw cause;
    const words = `the desk's answer takes more than ${mostMs / 1_000} s to read; ask for smaller pages, or write simpler expressions`;
    throw new SyncError(words, { cause });
  }
}

function itemsReader({ items }: PageTerms): (answer: unknown) => unknown[] {
  const read = readerFor(items, 'items');
  return (answer) => {
    const list = read(answer);
    if (Array.isArray(list)) return list;
    throw new SyncError(`the desk's answer has no list at ${placeName(items)}`);
  };
}

/** One event that cannot be read fails the page: its cursor stays, so that nothing is lost. */
function eventsReader(terms: PageTerms): (items: unknown[]) => TicketEvent[] {
  const map = eventMapper(terms);
  const eventOf = (mapped: Mapped): TicketEvent[] => {
    if (!mapped.ok) throw new SyncError(`an event of the desk cannot be read: ${mapped.fault}`);
    return mapped.event === null ? [] : [mapped.event];
  };
  return (items) => items.flatMap((item) => eventOf(map(item)));
}

function cursorReader({ next }: PageTerms): (answer: unknown) => string | null {
  const read = readerFor(next, 'next');
  return (answer) => {
    const cursor = read(answer) ?? null;
    if (cursor === null || typeof cursor === 'string') return cursor;
    if (typeof cursor === 'number') return String(cursor);
    throw new SyncError(
      `the desk's answer has a cursor at ${placeName(next)} that is neither text nor a number`,
    );
  };
}
