// What several evaluations of one desk agree on.
import type { SupportClock } from './clocks.ts';

/** Where a clock stands among those of its ticket and kind: the slots of a cadence go on from answer to answer. */
type Place = { chain: number; slot: number };
type Found = Place & { kind: number; clocks: (SupportClock | undefined)[] };

const kinds: SupportClock['kind'][] = ['first-response', 'update', 'first-resolution', 'total-resolution'];

/**
 * The clocks of the first evaluation, and those that only others decide. Where one decides a clock that stands
 * otherwise in another, or is missing there, it is `unknown`, decided when the first of them decides it. Clocks
 * are the same by ticket and kind, slots by the answer that they come after and their number since.
 */
export function agreedClocks(evaluations: SupportClock[][]): SupportClock[] {
  const tickets = new Map<string, Map<string, Found>>();
  for (const [evaluation, clocks] of evaluations.entries()) {
    for (const { clock, ...place } of inPlaces(clocks)) {
      const found = tickets.get(clock.ticket) ?? new Map<string, Found>();
      tickets.set(clock.ticket, found);
      const kind = kinds.indexOf(clock.kind);
      const key = [kind, place.chain, place.slot].join();
      const same = found.get(key) ?? { kind, ...place, clocks: evaluations.map(() => undefined) };
      same.clocks[evaluation] = clock;
      found.set(key, same);
    }
  }
  return [...tickets.values()].flatMap((found) =>
    [...found.values()].sort(inOrder).flatMap(({ clocks }) => agreed(clocks)),
  );
}

function inPlaces(clocks: SupportClock[]): (Place & { clock: SupportClock })[] {
  let place: Place = { chain: 0, slot: 0 };
  return clocks.map((clock, index) => {
    const previous = clocks[index - 1];
    place = nextPlace(place, previous, clock);
    return { ...place, clock };
  });
}

/** A slot that does not start where one elapsed starts a chain. */
function nextPlace({ chain, slot }: Place, previous: SupportClock | undefined, clock: SupportClock): Place {
  if (previous?.ticket !== clock.ticket || previous.kind !== clock.kind) return { chain: 0, slot: 0 };
  const goesOn = previous.stoppedAt === null && previous.dueAt === clock.startAt;
  return goesOn ? { chain, slot: slot + 1 } : { chain: chain + 1, slot: 0 };
}

function inOrder(a: Found, b: Found): number {
  return a.kind - b.kind || a.chain - b.chain || a.slot - b.slot;
}

function agreed(clocks: (SupportClock | undefined)[]): SupportClock[] {
  const [latest] = clocks;
  const decided = clocks.filter((clock) => clock !== undefined && clock.decidedAt !== null);
  const agree = clocks.every((clock) => clock?.state === latest?.state);
  const [first] = decided.sort((a, b) => (a?.decidedAt ?? 0) - (b?.decidedAt ?? 0));
  if (agree || first === undefined) return latest === undefined ? [] : [latest];
  return [{ ...first, state: 'unknown', stoppedAt: latest?.stoppedAt ?? null }];
}
