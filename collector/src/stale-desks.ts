// Which ticket desks of an agreement are not known to their present now, and until when they are.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { StaleDesk } from '@upheld/shared/api/stale-desk';
import type { Store } from './store/store.ts';

/** Of the terms that are given, in their order. `isDesk`: whether desks of that type are read by us. */
export async function readStaleDesks(
  store: Pick<Store, 'readDesk'>,
  { name: agreement, sources }: Agreement,
  isDesk: (type: string) => boolean,
): Promise<StaleDesk[]> {
  const desks = sources.filter(({ type }) => isDesk(type));
  const standings = await Promise.all(
    desks.map(async ({ name: source }) => {
      const { syncedUntil, failingSince } = await store.readDesk({ agreement, source });
      return { source, knownUntil: syncedUntil, failingSince };
    }),
  );
  return standings.filter(({ knownUntil, failingSince }) => knownUntil === null || failingSince !== null);
}
