// Which probe kinds there are, by the `type` that agreements name them with.
import { dns } from './dns.ts';
import { freshness } from './freshness.ts';
import { grpcHealth } from './grpc-health.ts';
import { healthJson } from './health-json.ts';
import { heartbeat } from './heartbeat.ts';
import { http } from './http.ts';
import { statuspage } from './statuspage.ts';
import { tcp } from './tcp.ts';
import { websocket } from './websocket.ts';
import type { ProbeKind } from './probe.ts';

const kinds: readonly ProbeKind[] = [
  http,
  heartbeat,
  healthJson,
  freshness,
  statuspage,
  tcp,
  dns,
  websocket,
  grpcHealth,
];

export const probeKinds: ReadonlyMap<string, ProbeKind> = new Map(kinds.map((kind) => [kind.type, kind]));
