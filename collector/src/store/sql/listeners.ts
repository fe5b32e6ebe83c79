// When heartbeats could be heard, by whichever processes.
import type { Instant } from '@upheld/shared/time/instant';
import type { Listener } from '../leases.ts';
import type { SourceKey } from '../store.ts';
import { agreementId } from './revisions.ts';
import type { Db } from './tables.ts';

/** No heartbeat is waited for as long as this; processes that ended before are forgotten. */
const forgottenMs = 400 * 86_400_000;

/** Call it inside a transaction. The last word of a process of a source stands. */
export async function recordListening(db: Db, listeners: readonly Listener[]): Promise<void> {
  for (const [name, ofAgreement] of Map.groupBy(listeners, ({ agreement }) => agreement)) {
    const agreement = await agreementId(db, name);
    for (const { source, id, since, until, reason } of ofAgreement) {
      await db
        .insertInto('listeners')
        .values({ agreement, source, id, since, until, reason })
        .onConflict((conflict) =>
          conflict.columns(['agreement', 'source', 'id']).doUpdateSet({ since, until, reason }),
        )
        .execute();
    }
    await forget(db, agreement, Math.max(...ofAgreement.map(({ until }) => until)));
  }
}

async function forget(db: Db, agreement: number, now: Instant): Promise<void> {
  await db
    .deleteFrom('listeners')
    .where('agreement', '=', agreement)
    .where('until', '<', now - forgottenMs)
    .execute();
}

/** The newest first. */
export async function readListeners(db: Db, { agreement, source }: SourceKey): Promise<Listener[]> {
  const rows = await db
    .selectFrom('listeners')
    .innerJoin('agreements', 'agreements.id', 'listeners.agreement')
    .select(['listeners.id', 'since', 'until', 'reason'])
    .where('agreements.name', '=', agreement)
    .where('source', '=', source)
    .orderBy('until', 'desc')
    .orderBy('listeners.id')
    .execute();
  return rows.map((row) => ({ agreement, source, ...row }));
}
