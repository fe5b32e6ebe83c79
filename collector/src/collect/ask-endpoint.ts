// Asks an endpoint in its slot. One that answered 429 is left alone; its slots end without a request.
import type { Instant } from '@upheld/shared/time/instant';
import type { Clock } from '../clock.ts';
import type { Deafness } from '../probes/probe.ts';
import type { SourceKey, Store } from '../store/store.ts';
import type { Outside } from './outside.ts';
import { createRateLimits } from './rate-limits.ts';
import { runProbe } from './run-probe.ts';
import type { Asked, ProbeTarget } from './target.ts';

export type EndpointParts = {
  store: Pick<Store, 'lastBeat'>;
  clock: Clock;
  /** As the running settings have it. */
  outside: () => Outside;
  /** Until when a heartbeat of a source may have come unheard. */
  deafness: (source: SourceKey) => Deafness | Promise<Deafness>;
};

/** The returned function asks; whatever the partner does is an outcome. */
export function createAskEndpoint(
  parts: EndpointParts,
): (target: ProbeTarget, at: Instant) => Promise<Asked & { does: 'probe' }> {
  const { clock, outside } = parts;
  const rateLimits = createRateLimits(clock);
  return async (target, at) => {
    const { vantage, allowanceOf, ...context } = outside();
    const { agreement, source, kind, spec, everyMs, retry } = target;
    const place = { agreement, source, vantage, at };
    const words = rateLimits.resting(target);
    if (words !== null) {
      return { does: 'probe', sample: { ...place, ...leftAlone, detail: { error: words } } };
    }
    const slot = { at, everyMs, retry };
    const surroundings = {
      ...{ ...context, slot, now: clock.now },
      ...{ hearing: hearingOf(target, parts), allowance: allowanceOf(agreement) },
    };
    const { outcome, detail, seen, last } = await runProbe(kind, spec, slot, surroundings, clock);
    rateLimits.heard(target, last, last.seen ?? {});
    return { does: 'probe', sample: { ...place, ...outcome, detail }, report: seen.report };
  };
}

const leftAlone = { outcome: 'unmeasured', reason: 'rate-limited', latencyMs: null } as const;

/** For the kinds that are called instead of calling. */
function hearingOf({ agreement, source }: SourceKey, { store, deafness }: EndpointParts) {
  return {
    lastBeat: (before: Instant) => store.lastBeat({ agreement, source }, before),
    deafness: () => deafness({ agreement, source }),
  };
}
