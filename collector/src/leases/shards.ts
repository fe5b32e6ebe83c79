// Which shard a target falls to, and in which scope its shard is held.
import { nameHash } from '@upheld/shared/time/name-hash';
import type { SourceKey } from '../store/store.ts';

/** Of every scope; the store's rows are for as many (store/leases.ts). */
const shards = 4096;

/** What desks and counted traffic are asked under: once for all vantages. */
export const desksScope = 'desks';

/** What an agreement's triggers are settled under. */
export const evaluationScope = 'evaluation';

/** What is probed from one vantage. Names hold no slash, so that no vantage is taken for another scope. */
export function vantageScope(vantage: string): string {
  return `vantage/${vantage}`;
}

/** From 0 to 4095. The same names give the same shard everywhere and for ever. */
export function shardOf({ agreement, source }: SourceKey): number {
  return nameHash(`${agreement}/${source}`) % shards;
}

/** The shard of what is done once for an agreement. */
export function shardOfAgreement(agreement: string): number {
  return nameHash(agreement) % shards;
}
