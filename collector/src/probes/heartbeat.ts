// A batch job or a webhook sender that calls us when it has done its work. Nobody is asked: a slot is ok
// where a call came in time, and silence that we could have heard is the partner's.
import { duration } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { milliseconds } from '@upheld/shared/time/duration';
import type { Instant } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import type { Attempt, Deafness, ProbeContext, ProbeKind } from './probe.ts';

const spec = part('the spec of a heartbeat source has a grace', '{ grace: 1h }', {
  /** How much later than `every` after the last one a heartbeat may come. */
  grace: duration(['s', 'm', 'h', 'd'], '1h'),
});

export type HeartbeatSpec = z.output<typeof spec>;

/** As long as a storage that is locked is waited for. */
const longestMs = () => 5_000;

/** The `heartbeat` source kind. */
export const heartbeat = {
  type: 'heartbeat',
  retries: false,
  spec,
  longestMs,
  probe,
} satisfies ProbeKind<HeartbeatSpec>;

async function probe({ grace }: HeartbeatSpec, { slot, hearing }: ProbeContext): Promise<Attempt> {
  const windowMs = slot.everyMs + milliseconds(grace);
  const from = slot.at - windowMs;
  try {
    const last = await hearing.lastBeat(slot.at);
    if (last !== null && last > from) return ok;
    const deafness = await hearing.deafness();
    return deafness.until > from ? unheard(deafness, windowMs) : silent(slot.at, last, windowMs);
  } catch {
    return { ...unmeasured, reason: 'storage', error: 'the heartbeats that came could not be read' };
  }
}

const found = { latencyMs: null, phases: {}, status: null };
const ok: Attempt = { ...found, outcome: 'ok', reason: null, error: null };
const unmeasured = { ...found, outcome: 'unmeasured' } as const;

function unheard({ until, reason }: Deafness, windowMs: number): Attempt {
  const what = reason === 'storage' ? 'could not be stored' : 'would not have been heard';
  const error = `no heartbeat in ${words(windowMs)}, but until ${isoOf(until)} one ${what}`;
  return { ...unmeasured, reason, error };
}

function silent(at: Instant, last: Instant | null, windowMs: number): Attempt {
  const error =
    last === null
      ? `no heartbeat for ${words(windowMs)}; none ever came`
      : `no heartbeat for ${words(at - last)}; the last came ${isoOf(last)}`;
  return { ...found, outcome: 'bad', reason: 'timeout', error };
}

/** Cut to the largest unit of which there are at least two: `26 h`, `3 d`. */
function words(ms: number): string {
  const units = [['d', 86_400_000] as const, ['h', 3_600_000] as const, ['min', 60_000] as const];
  const [unit, length] = units.find(([, unitMs]) => ms >= 2 * unitMs) ?? ['s', 1_000];
  return `${Math.floor(ms / length)} ${unit}`;
}

function isoOf(instant: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString();
}
