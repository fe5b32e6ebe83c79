import { describe, expect, it } from 'vitest';
import type { Snapshot } from '@upheld/collector/tickets/snapshot-events';
import { afterReading, atPresent, beyond, readSnapshots } from '@upheld/collector/tickets/snapshot-position';
import { toldBefore } from '@upheld/collector/tickets/snapshot-position';

const from = Date.UTC(2026, 6, 1, 9);
const start = readSnapshots(null, from);
const standingOf = () => 'open' as const;

const snapshot = (ticket: string, updatedAt: number): Snapshot => ({
  ...{ ticket, openedAt: from, updatedAt, severity: 2, status: '2', standing: 'open' },
  ...{ statusSince: null, turns: [], written: [] },
});

/** A position behind 1,001 open tickets, each a second after the one before. */
function manyRead() {
  let position = start;
  for (let index = 0; index <= 1_000; index += 1) {
    position = afterReading(position, snapshot(`T-${index}`, from + index * 1_000), true);
  }
  return position;
}

describe('what is remembered of a desk without history', () => {
  it('are the 1,000 open tickets that changed last; another is told again, since the pass before', () => {
    const position = atPresent(manyRead());
    expect(position.known).toHaveLength(1_000);
    const floor = from + 1_000_000 - 5_000;
    expect(toldBefore(position, snapshot('T-0', from), standingOf)).toEqual({ is: 'forgotten', at: floor });
    expect(toldBefore(position, snapshot('T-1', from), standingOf)).toMatchObject({ is: 'known' });
  });

  it('are those that changed within the overlap, and no more than 1,000 of one second', () => {
    expect(manyRead().near.map(([ticket]) => ticket)).toEqual([
      'T-995',
      'T-996',
      'T-997',
      'T-998',
      'T-999',
      'T-1000',
    ]);
    let position = start;
    for (let index = 0; index <= 1_000; index += 1) position = beyond(position, `T-${index}`, from);
    expect(position.near).toHaveLength(1_000);
    expect(position.near[0]).toEqual(['T-1', from]);
  });

  it('is nothing where the agreement begins earlier than what was read, or the cursor is of another kind', () => {
    const cursor = JSON.stringify(manyRead());
    expect(readSnapshots(cursor, from)).toEqual(manyRead());
    expect(readSnapshots(cursor, from + 1)).toEqual(manyRead());
    expect(readSnapshots(cursor, from - 1)).toEqual({ ...start, from: from - 1 });
    for (const other of ['4711', '{"at":1}', 'x']) expect(readSnapshots(other, from)).toEqual(start);
  });

  it('in a first pass may have been told by a hint, where it changed since that began', () => {
    const position = { ...start, began: from + 60_000 };
    expect(toldBefore(position, snapshot('T-1', from + 60_000), standingOf)).toEqual({ is: 'new' });
    expect(toldBefore(position, snapshot('T-1', from + 60_001), standingOf)).toEqual({
      is: 'forgotten',
      at: 0,
    });
  });
});
