// What of a source's standing follows from the configuration: what its kind gives, and when it is asked next.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { SourceRecord } from '@upheld/shared/api/source-records';
import type { Instant } from '@upheld/shared/time/instant';
import { targetsOf } from './collect/target.ts';
import { connectorKinds } from './connectors/registry.ts';
import { heartbeat } from './probes/heartbeat.ts';
import { probeKinds } from './probes/registry.ts';
import { firstSlot } from './schedule/schedule.ts';
import type { StandingTerms } from './source-standings.ts';
import { trafficKinds } from './traffic/registry.ts';

/** Of an agreement under the terms in force at `now`, looked at from `vantage`. */
export function standingTerms(agreement: Agreement, vantage: string, now: Instant): StandingTerms {
  const kinds = { probes: probeKinds, connectors: connectorKinds, traffic: trafficKinds };
  const targets = new Map(targetsOf([agreement], kinds, now).map((target) => [target.source, target]));
  return {
    givesOf,
    callsUs: (type) => type === heartbeat.type,
    nextAt: (source) => {
      const target = targets.get(source);
      return target === undefined ? null : firstSlot(target, now);
    },
    ...{ vantage, now },
  };
}

function givesOf(type: string): SourceRecord['gives'] {
  if (probeKinds.has(type)) return 'checks';
  if (connectorKinds.has(type)) return 'tickets';
  return trafficKinds.has(type) ? 'counts' : 'imports';
}
