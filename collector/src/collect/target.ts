// What a configuration asks the collector to ask of the world: a target for every source that is probed,
// synchronised or read for counts. Sources whose facts come from files have none.
import type { Agreement, Source } from '@upheld/shared/agreement/agreement';
import { inForce } from '@upheld/shared/agreement/versions';
import type { StatusReport } from '@upheld/shared/facts/status-report';
import type { UnmeasuredReason } from '@upheld/shared/facts/sample';
import { milliseconds } from '@upheld/shared/time/duration';
import type { Instant } from '@upheld/shared/time/instant';
import type { ConnectorKind } from '../connectors/connector.ts';
import type { ProbeKind } from '../probes/probe.ts';
import type { NewSample } from '../store/store.ts';
import type { TrafficKind } from '../traffic/traffic.ts';
import { countWork, type CountWork } from './count-work.ts';
import { askedWhile, isIn } from './in-effect.ts';
import { longestLookMs } from './own-network.ts';
import type { SyncResult } from './sync-desk.ts';
import type { TrafficRound } from './traffic-round.ts';

type Place = { key: string; agreement: string; source: string; everyMs: number; retry: Source['retry'] };

/** A source with the kind that asks it and the spec that its kind has read. */
export type ProbeTarget = Place & { does: 'probe'; kind: ProbeKind; spec: unknown; atOnce: number };
/** `from`: when its agreement begins; `timeZone`: that of the agreement. */
export type SyncTarget = Place & {
  does: 'sync';
  kind: ConnectorKind;
  spec: unknown;
  from: Instant;
  timeZone: string;
};

/** Asked at its slots while its agreement counts. */
export type PolledTarget = ProbeTarget | SyncTarget;

/** Asked for hours of its agreement, for as long as some are missing. */
export type CountTarget = Place & CountWork & { does: 'count' };

export type Target = PolledTarget | CountTarget;

/** What came of asking a target in a slot. */
export type Asked =
  | { does: 'probe'; sample: NewSample; report?: StatusReport | undefined }
  | { does: 'sync'; result: SyncResult | null }
  | { does: 'count'; round: TrafficRound };

/** Asks targets and keeps what comes. */
export type Collect = {
  ask(target: Target, slot: Instant): Promise<Asked>;
  keep(target: Target, slot: Instant, asked: Asked): Promise<void>;
  missed(target: Target, slots: Iterable<Instant>, reason: UnmeasuredReason): Promise<void>;
  /** The name under which samples are kept now. */
  vantage(): string;
  /** Whether a desk or counted traffic is being read. What is probed is under way in the schedule. */
  isReading(target: Target): boolean;
  /** A desk says that these tickets changed, or with none that something did; returns at once. */
  hint(target: SyncTarget, tickets: readonly string[]): void;
  /** Reading that takes many requests ends before its next one. */
  windDown(): void;
  /** Writes what waits. */
  close(): Promise<void>;
};

export type TargetKinds = {
  probes: ReadonlyMap<string, ProbeKind>;
  connectors: ReadonlyMap<string, ConnectorKind>;
  traffic: ReadonlyMap<string, TrafficKind>;
};

/** The targets of agreements in effect, under the terms in force at `at`, in the order of their files. */
export function targetsOf(agreements: Agreement[], kinds: TargetKinds, at: Instant): Target[] {
  return agreements.flatMap((agreement) => {
    const asked = askedWhile(agreement, at);
    const { name, sources, timeZone } = inForce(agreement, at);
    const polled = sources
      .flatMap((source) => targetOf(name, source, kinds, { from: asked.sync.start, timeZone }))
      .filter(({ does }) => isIn(asked[does], at));
    return [...polled, ...countTargets(agreement, kinds.traffic, at)];
  });
}

/** The name under which a target is known to logs and across reloads: names hold no slash. */
export function targetKey({ agreement, source }: { agreement: string; source: string }): string {
  return `${agreement}/${source}`;
}

function targetOf(
  agreement: string,
  source: Source,
  { probes, connectors }: TargetKinds,
  terms: Pick<SyncTarget, 'from' | 'timeZone'>,
): PolledTarget[] {
  const { name, type, every, retry, spec } = source;
  const key = targetKey({ agreement, source: name });
  const place = { key, agreement, source: name, everyMs: milliseconds(every), retry };
  const probe = probes.get(type);
  if (probe !== undefined) return [probeTarget(place, probe, spec)];
  const kind = connectors.get(type);
  if (kind === undefined) return [];
  return [{ ...place, ...terms, does: 'sync', kind, spec: kind.spec.parse(spec) }];
}

function countTargets(agreement: Agreement, traffic: TargetKinds['traffic'], at: Instant): CountTarget[] {
  const sources = [...countWork(agreement, traffic, at)];
  return sources.map(([source, work]) => {
    const place = { agreement: agreement.name, source };
    return { ...place, ...work, key: targetKey(place), does: 'count' };
  });
}

/**
 * As many slots as an endpoint that never answers keeps under way, the look at our own controls included, so
 * that each ends as what it found.
 */
function probeTarget(place: Place, kind: ProbeKind, written: unknown): ProbeTarget {
  const spec = kind.spec.parse(written);
  const { attempts, delay } = place.retry;
  const longestMs = attempts * kind.longestMs(spec) + (attempts - 1) * milliseconds(delay) + longestLookMs;
  return { ...place, does: 'probe', kind, spec, atOnce: Math.ceil(longestMs / place.everyMs) + 1 };
}
