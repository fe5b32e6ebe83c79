// One synchronisation of a ticket desk: page by page from its cursor to its present, and where it is time for
// that the tickets that are open, one by one. Each page commits with its cursor, so that a crash between pages
// repeats nothing and loses nothing.
import type { SyncFailureReason } from '@upheld/shared/facts/sync-failure';
import type { Instant } from '@upheld/shared/time/instant';
import type { Clock } from '../clock.ts';
import { SyncError, type ConnectorContext, type ConnectorKind } from '../connectors/connector.ts';
import type { Desk, DeskState, Store } from '../store/store.ts';
import { isReconcileDue } from './night.ts';
import { createStrangers } from './strangers.ts';
import { beginLook, goOnLooking, type Look, type LookTarget, type Overlooked } from './reconcile.ts';

/** `overlooked` is told by the synchronisation that ends a look at open tickets. */
export type SyncResult = { tookMs: number } & (
  | { ok: true; until: Instant; reconciledAt: Instant | null; overlooked: Overlooked | null }
  | { ok: false; error: string; reason: SyncFailureReason; retryAfterMs: number | null }
);

/** `timeZone` says when it is night. */
export type DeskTarget = Desk & { kind: ConnectorKind; spec: unknown; timeZone: string; everyMs: number };

/** What is remembered of a desk from sync to sync. */
export type DeskMemory = { look: Look | null };

export type SyncParts = {
  store: Store;
  clock: Clock;
  memory: DeskMemory;
  /** Whether the process ends: what is left waits for the next start. */
  isOver: () => boolean;
};

/**
 * Reads what changed. A desk that cannot be read is a result: its clocks that fall due become unknown. Null
 * where the process ended it.
 */
export async function syncDesk(
  target: DeskTarget,
  context: ConnectorContext,
  parts: SyncParts,
): Promise<SyncResult | null> {
  const { store, clock } = parts;
  const desk = { agreement: target.agreement, source: target.source };
  const [at, begun] = [clock.now(), clock.monotonic()];
  try {
    const read = await readDesk(target, context, parts);
    return read === null ? null : { ok: true, tookMs: clock.monotonic() - begun, ...read };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    const { message, reason, retryAfterMs } = error;
    await store.recordSyncFailure(desk, at, message);
    return { ok: false, tookMs: clock.monotonic() - begun, error: message, reason, retryAfterMs };
  }
}

type Read = Omit<SyncResult & { ok: true }, 'ok' | 'tookMs'>;

/**
 * A desk that was never read is known once its open tickets are, too: polling may leave out what did not
 * change since its agreement began. Later the look comes behind the polling, in portions of half an interval, so
 * that the desk is polled at each of its slots meanwhile.
 */
async function readDesk(
  target: DeskTarget,
  context: ConnectorContext,
  parts: SyncParts,
): Promise<Read | null> {
  const { store, clock, isOver } = parts;
  const desk = { agreement: target.agreement, source: target.source };
  const state = await store.readDesk(desk);
  const looking = lookTarget(target, state, context, parts);
  const isFirst = state.cursor === null && state.reconciledAt === null;
  let looked: Look | null = null;
  if (looking !== null && isFirst) {
    looked = await look(looking, null, parts, () => !isOver());
    if (looked === null) return null;
  }
  const begunAt = clock.now();
  const polled = await poll(target, context, state, parts);
  if (polled === null) return null;
  const until = Math.min(begunAt - (target.kind.holdsBackMs ?? 0), polled.knownUntil);
  const leaveAt = clock.monotonic() + target.everyMs / 2;
  const mayGoOn = () => !isOver() && clock.monotonic() < leaveAt;
  if (looking !== null && !isFirst) looked = await look(looking, until, parts, mayGoOn);
  await store.recordSync(desk, until);
  const { at: reconciledAt, overlooked } = looked ?? { at: state.reconciledAt, overlooked: null };
  return { until, reconciledAt, overlooked };
}

/** Null where it is not time for a look, and of a desk that tells of no single tickets. */
function lookTarget(
  { kind: { lookup }, ...target }: DeskTarget,
  { reconciledAt }: DeskState,
  context: ConnectorContext,
  { clock, memory }: SyncParts,
): LookTarget | null {
  if (lookup === undefined) return null;
  const isDue = memory.look !== null || isReconcileDue(reconciledAt, clock.now(), target.timeZone);
  return isDue ? { ...target, lookup, context } : null;
}

/** Up to when the desk said that all is known, Infinity for its present; null where that was not reached. */
async function poll(
  target: DeskTarget,
  context: ConnectorContext,
  { cursor }: DeskState,
  { store, clock, isOver }: SyncParts,
): Promise<{ knownUntil: Instant } | null> {
  let knownUntil = Infinity;
  const { kind, spec, agreement, source } = target;
  const strangers = createStrangers();
  for await (const { events, opinions = [], cursor: reached, ...page } of kind.poll(spec, cursor, context)) {
    const readAt = clock.now();
    await store.putTicketEvents({ agreement, source, events, opinions, cursor: reached, readAt });
    if (isOver()) return null;
    strangers.told(events);
    knownUntil = page.knownUntil ?? Infinity;
  }
  const { lookup } = kind;
  const mayGoOn = () => !isOver();
  if (lookup !== undefined) await strangers.read({ ...target, lookup, context }, { store, clock, mayGoOn });
  return { knownUntil };
}

/** The look that this ends; null where some of it is left. */
async function look(
  target: LookTarget,
  polledUntil: Instant | null,
  { store, clock, memory }: SyncParts,
  mayGoOn: () => boolean,
): Promise<Look | null> {
  const underWay = (memory.look ??= await beginLook(target, polledUntil, { store, clock }));
  if (!(await goOnLooking(target, underWay, { store, clock, mayGoOn }))) return null;
  memory.look = null;
  return underWay;
}
