// A sealed hour: what it holds, compressed, and a hash over what it says, which cites the version before it.
import { hash } from 'node:crypto';
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { BlockPlace, BlockRecord } from '../blocks.ts';
import { StoreError } from '../store-error.ts';
import { compressed, decompressed } from './compress.ts';
import type { HourColumns, SlotRow } from './hour.ts';
import { packHour, unpackHour } from './pack.ts';

/** What is known of a block before it is read. */
export type StoredBlock = BlockPlace & Pick<BlockRecord, 'hash' | 'previous' | 'data'>;

/** What a block says by itself, whenever it is sealed. `lastAt`: its newest slot. */
export type MadeBlock = Omit<BlockRecord, 'sealedAt' | 'sequence' | 'chain'> & { lastAt: number };

/** Seals samples as a version of their hour; `previous` is the hash of the version before, null for the first. */
export function makeBlock(place: BlockPlace, previous: string | null, rows: readonly SlotRow[]): MadeBlock {
  const packed = packHour(place.hour, rows);
  return {
    ...place,
    hash: blockHash({ ...place, previous }, packed),
    previous,
    samples: rows.length,
    notOk: rows.filter(({ outcome }) => outcome !== outcomeCode.ok).length,
    lastAt: rows.reduce((last, { at }) => Math.max(last, at), place.hour),
    data: compressed(packed),
  };
}

/** What a block holds. Throws a `StoreError` (`corrupt` or `newer-schema`) unless it is what was sealed. */
export function openBlock(block: StoredBlock): HourColumns {
  try {
    const packed = decompressed(block.data);
    if (blockHash(block, packed) !== block.hash) {
      throw new StoreError('corrupt', 'what it holds does not have its hash; put back a backup');
    }
    return unpackHour(block.hour, packed);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { agreement, source, vantage, version } = block;
    const which = `${agreement}/${source} from ${vantage}, hour ${new Date(block.hour).toISOString()}, version ${version}`;
    throw new StoreError(error.code, `the block of ${which}: ${error.message}`, { cause: error });
  }
}

/**
 * SHA-256 over the block's place and the hash that it cites, as a line of JSON, and then the packed hour before
 * compression: neither the engine nor its ids nor the release of zstd bears on it.
 */
export function blockHash(
  { agreement, source, vantage, hour, version, previous }: BlockPlace & { previous: string | null },
  packed: Uint8Array,
): string {
  const line = JSON.stringify(['upheld-block', agreement, source, vantage, hour, version, previous]);
  return hash('sha256', Buffer.concat([Buffer.from(`${line}\n`), packed]));
}
