// Whether what a store holds of one hour of one target is whole: its blocks are what was sealed, each version cites
// the one before, and no head row says anything else.
import type { Instant } from '@upheld/shared/time/instant';
import type { BlockPlace } from '../store/blocks.ts';
import type { StoredBlock } from '../store/blocks/block.ts';
import type { SlotRow } from '../store/blocks/hour.ts';
import type { TableRow } from '../store/copying.ts';
import { instantWords, targetWords } from './findings.ts';
import type { StoredHour, StoredTarget } from './hours.ts';
import { bytesIn, hexIn, numberIn } from './rows.ts';

/** What a block holds, in rising order; throws an error in words where it is not what was sealed. */
export type ReadBlock = (block: StoredBlock) => SlotRow[];

const columns = ['outcome', 'reason', 'status', 'latency_tenths', 'age_tenths'] as const;
const hourMs = 3_600_000;

/** The instants of the hour's samples in rising order; what is wrong with it goes to `onFault`. */
export function checkHour(
  stored: StoredHour,
  target: StoredTarget,
  readBlock: ReadBlock,
  onFault: (fault: string) => void,
): Instant[] {
  const fault = (words: string) =>
    onFault(`${targetWords(target)}, hour ${instantWords(stored.hour)}: ${words}`);
  const versions = stored.blocks.map((row, index) =>
    checkVersion(row, { ...namesOf(target), hour: stored.hour, version: index + 1 }, readBlock, fault),
  );
  checkChain(stored.blocks, fault);
  const newest = versions.at(-1);
  if (newest !== undefined && newest !== null) checkHeads(stored, newest, fault);
  else if (stored.blocks.length === 0) checkUnsealed(stored, target, fault);
  const slots = [...(newest ?? []).map(({ at }) => at), ...stored.heads.map((row) => numberIn(row, 'at'))];
  return [...new Set(slots)].sort((one, other) => one - other);
}

const namesOf = ({ agreement, source, vantage }: StoredTarget) => ({ agreement, source, vantage });

/** What the version holds, or null where it is not what was sealed. */
function checkVersion(
  row: TableRow,
  place: BlockPlace,
  readBlock: ReadBlock,
  fault: (words: string) => void,
): SlotRow[] | null {
  const version = numberIn(row, 'version');
  if (version !== place.version) {
    fault(`version ${version} stands where version ${place.version} should; one is gone`);
    return null;
  }
  try {
    const slots = readBlock({
      ...place,
      hash: hexIn(row, 'hash') ?? '',
      previous: hexIn(row, 'previous'),
      data: bytesIn(row, 'data') ?? new Uint8Array(),
    });
    checkCounts(row, slots, (words) => fault(`version ${version}: ${words}`));
    return slots;
  } catch (error) {
    fault(`version ${version}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

function checkCounts(row: TableRow, slots: SlotRow[], fault: (words: string) => void): void {
  const held = {
    samples: slots.length,
    not_ok: slots.filter(({ outcome }) => outcome > 0).length,
    last_at: slots.at(-1)?.at ?? NaN,
  };
  for (const [name, value] of Object.entries(held)) {
    if (numberIn(row, name) !== value) fault(`its row says ${name} ${row[name]}, it holds ${value}`);
  }
}

function checkChain(rows: TableRow[], fault: (words: string) => void): void {
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    if (hexIn(row, 'previous') === (before === undefined ? null : hexIn(before, 'hash'))) return;
    fault(`version ${numberIn(row, 'version')} does not cite the one before it`);
  });
}

/** A head row that its block lacks is a late sample, of which late_hours must know. */
function checkHeads(stored: StoredHour, sealed: SlotRow[], fault: (words: string) => void): void {
  const bySlot = new Map(sealed.map((slot) => [slot.at, slot]));
  for (const row of stored.heads) {
    const at = numberIn(row, 'at');
    const slot = bySlot.get(at);
    if (slot === undefined && !stored.isLate) fault(`the sample of ${instantWords(at)} is not in its block`);
    if (slot === undefined) continue;
    const other = columns.find((name) => slot[name] !== row[name]);
    if (other === undefined) continue;
    fault(`the sample of ${instantWords(at)} has ${other} ${row[other]}, its block says ${slot[other]}`);
  }
}

function checkUnsealed(stored: StoredHour, target: StoredTarget, fault: (words: string) => void): void {
  if (stored.isLate || stored.hour + hourMs > target.sealedUntil) return;
  fault(`it counts as sealed (until ${instantWords(target.sealedUntil)}), but has no block`);
}
