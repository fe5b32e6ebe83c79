// What the simulated partners do at an instant: a pure function of the story and of seeded chance.
import { readingAt } from '@upheld/shared/time/wall-clock';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant } from '@upheld/shared/time/instant';
import { endpoints } from './endpoints.ts';
import type { EndpointName } from './endpoints.ts';
import type { Fault, Incident } from './story.ts';

/** What an endpoint does when it is asked at one instant. */
export type Behaviour = { fault: Fault | null; latencyMs: number };

/**
 * What an endpoint does at `at`. Latencies are log-normal around the endpoint's median and a fifth higher
 * in its early afternoon than in its small hours; one request in 12,500 fails by itself.
 */
export function behaviourAt(incidents: Incident[], name: EndpointName, at: Instant): Behaviour {
  const { medianMs, spread, zone, errors, latency } = endpoints[name];
  const index = Math.floor(at / 1000);
  const active = incidents.filter((one) => one.endpoint === name && one.start <= at && at < one.end);
  const errorShare = Math.max(1 / 12_500, ...active.map((one) => (one.kind === 'errors' ? one.share : 0)));
  const slowness = Math.max(1, ...active.map((one) => (one.kind === 'slow' ? one.factor : 1)));
  const outage = active.find((one) => isAway(one, at));
  const chance = errors.uniform(index) < errorShare ? 'unavailable' : null;
  return {
    fault: outage !== undefined && 'fault' in outage ? outage.fault : chance,
    latencyMs: medianMs * slowness * load(at, zone) * Math.exp(spread * latency.normal(index)),
  };
}

/** Work in a maintenance window begins five minutes into it and is done five minutes before its end. */
function isAway({ kind, start, end }: Incident, at: Instant): boolean {
  if (kind === 'maintenance') return start + 5 * MINUTE <= at && at < end - 5 * MINUTE;
  return kind === 'outage';
}

/** How busy the partner is: 1 at two in the morning, 1.2 at two in the afternoon. */
function load(at: Instant, zone: string): number {
  const hour = (readingAt(at, zone) / 3_600_000) % 24;
  return 1.1 - 0.1 * Math.cos((2 * Math.PI * (hour - 2)) / 24);
}
