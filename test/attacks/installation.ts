// An installation that meets one source: its files are read as `upheld` reads them, and its slot is asked and
// kept as the collector does it, with the clock and the network of this machine.
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { systemClock } from '@upheld/collector/clock';
import { createOutside } from '@upheld/collector/collect/outside';
import type { Outside } from '@upheld/collector/collect/outside';
import { targetsOf } from '@upheld/collector/collect/target';
import { loadConfiguration } from '@upheld/collector/config/load';
import { connectorKinds } from '@upheld/collector/connectors/registry';
import { createEgress } from '@upheld/collector/egress';
import { askServers, twoLooks } from '@upheld/collector/egress/names';
import { kinds } from '@upheld/collector/kinds';
import { probeKinds } from '@upheld/collector/probes/registry';
import { trafficKinds } from '@upheld/collector/traffic/registry';
import { collecting } from '../collector/collect/scene.ts';
import { temporaryStore } from '../collector/collect/temporary-store.ts';
import { folderOf } from '../collector/config/folders.ts';
import { startHostile } from '../simulator/hostile/server.ts';
import type { Hostile, Script } from '../simulator/hostile/server.ts';

/** `ports` of 127.0.0.1 are open; names are asked of `nameServer` in place of the system's. */
export type Surroundings = { ports?: number[]; nameServer?: string };

/** One slot: what it ended as, in the store's words, and how long it took. */
export type Slot = {
  outcome: string;
  reason: string | null;
  status: number | null;
  words: string;
  ms: number;
};

export type SourceTerms = { type: string; every?: string; spec: object };

/** The files of an installation with one source. */
export function filesFor(source: SourceTerms, allow: object[]): Record<string, string> {
  const api = JSON.stringify({ name: 'api', ...source });
  const open = JSON.stringify(allow);
  return {
    'acme.yaml': `
apiVersion: upheld/v1
kind: Agreement
metadata: { name: acme }
spec:
  effective: { from: 2026-01-01 }
  timeZone: Etc/UTC
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: acme, name: Acme, people: { accountable: { name: Tom Falk, email: tom@acme.example } } }
  sources: [${api}, { name: history, type: import }]
  objectives:
    - name: uptime
      owedBy: acme
      indicator: { type: availability, sources: [history] }
      objective: { op: ">=", target: 99.5% }
      period: month
`,
    'settings.yaml': `{ apiVersion: upheld/v1, kind: Settings, metadata: { name: settings }, spec: { egress: { allow: ${open} } } }`,
  };
}

/** A slot of `source`, through every stage from its file to the store. */
export async function slotOf(source: SourceTerms, { ports = [], nameServer }: Surroundings): Promise<Slot> {
  const allow = ports.length === 0 ? [] : [{ cidr: '127.0.0.1/32', ports }];
  const loaded = await loadConfiguration(await folderOf(filesFor(source, allow)), kinds);
  if (!loaded.ok) throw new Error(`the files are refused: ${JSON.stringify(loaded.faults)}`);
  const { agreements, settings } = loaded.configuration;
  const outside = createOutside({
    ...{ settings: () => settings, environment: {}, listeners: () => [], clock: systemClock },
    folder: fileURLToPath(new URL('../fixtures/tls', import.meta.url)),
    ...{ version: '1.2.3', onControls: () => undefined },
  });
  const own: Partial<Outside> = nameServer === undefined ? {} : { egress: egressAt(nameServer, allow) };
  const { collect } = collecting(await temporaryStore(), {
    clock: systemClock,
    outside: () => ({ ...outside(), ...own }),
  });
  const registries = { probes: probeKinds, connectors: connectorKinds, traffic: trafficKinds };
  const [target] = targetsOf(agreements, registries, Date.now());
  if (target === undefined) throw new Error('nothing is asked');
  const at = Date.now();
  const startedAt = performance.now();
  const asked = await collect.ask(target, at);
  const ms = performance.now() - startedAt;
  await collect.keep(target, at, asked);
  await collect.close();
  if (asked.does !== 'probe') throw new Error('the source is no probe');
  const { outcome, reason, detail } = asked.sample;
  return { outcome, reason, status: detail?.status ?? null, words: detail?.error ?? '', ms };
}

/** The system's resolver cannot be led to a name server of ours: both looks ask it instead. */
function egressAt(nameServer: string, allow: { cidr: string; ports: number[] }[]) {
  const look = askServers([nameServer]);
  return createEgress({ allow, version: '1.2.3', resolve: twoLooks(look, look) });
}

/** A hostile server that ends with the test. */
export async function meet(script: Script, port = 0, host = '127.0.0.1'): Promise<Hostile> {
  const server = await startHostile(script, port, host);
  onTestFinished(server.close);
  return server;
}

/** `bad(timeout)`, `ok`: as tables have it. */
export function inWords({ outcome, reason }: Slot): string {
  return reason === null ? outcome : `${outcome}(${reason})`;
}
