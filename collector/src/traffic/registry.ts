// Which kinds of counted traffic there are, by the `type` that agreements name them with.
import { prometheus } from './prometheus.ts';
import type { TrafficKind } from './traffic.ts';

const kinds: readonly TrafficKind[] = [prometheus];

export const trafficKinds: ReadonlyMap<string, TrafficKind> = new Map(kinds.map((kind) => [kind.type, kind]));
