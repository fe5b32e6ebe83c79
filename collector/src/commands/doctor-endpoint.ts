// Asks a source that is no ticket desk once, and says what came.
import type { Source } from '@upheld/shared/agreement/agreement';
import { milliseconds } from '@upheld/shared/time/duration';
import type { Clock } from '../clock.ts';
import { politely, type Outside } from '../collect/outside.ts';
import type { Attempt, ProbeKind } from '../probes/probe.ts';
import type { TrafficKind } from '../traffic/traffic.ts';
import type { Check } from './doctor-check.ts';
import { instantName } from './doctor-names.ts';
import { counted } from './paragraph.ts';

type Kinds = {
  probes: ReadonlyMap<string, ProbeKind>;
  traffic: ReadonlyMap<string, TrafficKind>;
  clock: Clock;
};

/** What the source says now; of counted traffic, what it says of the last hour that it was ready to tell. */
export async function askOnce(
  source: Source,
  agreement: string,
  outside: Outside,
  kinds: Kinds,
): Promise<Check> {
  const probe = kinds.probes.get(source.type);
  const polite = politely(outside, agreement, kinds.clock);
  if (source.type === 'heartbeat') {
    return look('It waits to be called: upheld heartbeats lists its URL and its last call.');
  }
  if (probe !== undefined) return await askProbe(probe, source, polite, kinds.clock);
  const traffic = kinds.traffic.get(source.type);
  if (traffic !== undefined) return await askTraffic(traffic, source, polite, kinds.clock);
  return look('Nobody is asked: its facts come with upheld import, which tells every bad row.');
}

const look = (words: string): Check => ({ result: 'look', what: source, words });
const source = 'source';

async function askProbe(
  kind: ProbeKind,
  { spec, every }: Source,
  outside: Outside,
  clock: Clock,
): Promise<Check> {
  const { egress, credentials } = outside;
  const slot = { at: clock.now(), everyMs: milliseconds(every) };
  const made = await kind.probe(kind.spec.parse(spec), {
    slot,
    hearing: deaf,
    egress,
    credentials,
    now: clock.now,
  });
  return { result: made.outcome === 'ok' ? 'ok' : 'failed', what: 'asked once', words: attemptWords(made) };
}

/** Only a kind that is called would listen. */
const deaf = {
  lastBeat: async () => null,
  deafness: () => ({ until: Infinity, reason: 'stopped' }) as const,
};

function attemptWords({ outcome, reason, latencyMs, phases, error }: Attempt): string {
  const spent = Object.entries(phases).map(([phase, ms]) => `${phase} ${ms} ms`);
  const latency = latencyMs === null ? [] : [`latency ${latencyMs} ms`];
  const figures = [...latency, ...spent].join(', ');
  const verdict = outcome === 'ok' ? 'A slot would be ok.' : `A slot would be ${shown[outcome]} (${reason}).`;
  return [verdict, error === null ? '' : `${error}.`, figures === '' ? '' : `Spent: ${figures}.`]
    .filter(Boolean)
    .join(' ');
}

const shown = { bad: 'bad', unmeasured: 'not measured' };

const hourMs = 3_600_000;

async function askTraffic(kind: TrafficKind, source: Source, outside: Outside, clock: Clock): Promise<Check> {
  const spec = kind.spec.parse(source.spec);
  const end = Math.floor((clock.now() - kind.reach(spec).settleMs) / hourMs) * hourMs;
  const hour = { start: end - hourMs, end };
  const read = await kind.read(spec, hour, outside);
  const what = 'last hour';
  const from = `The hour from ${instantName(hour.start)}:`;
  if (!read.ok) return { result: 'failed', what, words: `${from} not read (${read.reason}): ${read.words}.` };
  if (read.counts === null) {
    return { result: 'failed', what, words: `${from} no counts (${read.fault}): ${read.words}.` };
  }
  const { total, bad } = read.counts;
  return { result: 'ok', what, words: `${from} ${counted(total, 'request')}, of which ${bad} were bad.` };
}
