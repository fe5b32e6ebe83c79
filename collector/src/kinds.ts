// Every kind that agreements may name, gathered from the registries for the reader of the files.
import { indicatorKinds } from '@upheld/shared/indicators/registry';
import type { Kinds } from '@upheld/shared/agreement/kinds';
import { triggerKinds } from '@upheld/shared/triggers/registry';
import { connectorKinds } from './connectors/registry.ts';
import { probeKinds } from './probes/registry.ts';
import { importSource } from './sources/import.ts';
import { trafficKinds } from './traffic/registry.ts';

export const kinds: Kinds = {
  sources: [
    ...[...probeKinds.values()].map(({ type, spec, feeds = 'samples', retries }) => ({
      ...{ type, spec, feeds, retries },
    })),
    ...[...connectorKinds.values()].map(({ type, spec, together }) => ({
      ...{ type, spec, together, feeds: 'tickets' as const },
    })),
    ...[...trafficKinds.values()].map((kind) => ({
      ...{ type: kind.type, spec: kind.spec, feeds: 'counts' as const },
      countsOver: (spec: unknown) => kind.countsOver(spec),
    })),
    importSource,
  ],
  indicators: indicatorKinds,
  triggers: triggerKinds,
};
