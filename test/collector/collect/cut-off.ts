// A program that asks as a collector does, to be run where the network is cut: every probe kind, one slot
// each, of a partner by its name and by its address. Prints how each ended as one line of JSON.
import { systemClock as clock } from '@upheld/collector/clock';
import { createControls } from '@upheld/collector/collect/own-network';
import { runProbe } from '@upheld/collector/collect/run-probe';
import { createEgress } from '@upheld/collector/egress';
import { createAllowance } from '@upheld/collector/egress/allowance';
import { createCredentials } from '@upheld/collector/egress/credentials';
import { probeKinds } from '@upheld/collector/probes/registry';

/** TEST-NET-3 (RFC 5737). */
const address = '203.0.113.99';
const name = 'api.partner.example';

const timeout = '1s';
const overHttp = (host: string) => ({ url: `https://${host}/health`, timeout });

/** The spec of each kind that asks somebody; a heartbeat is called. */
const specs: Record<string, (host: string) => unknown> = {
  http: overHttp,
  'health-json': overHttp,
  freshness: (host) => ({ ...overHttp(host), pointer: '/lastUpdateAt' }),
  statuspage: overHttp,
  tcp: (host) => ({ host, port: 443, timeout }),
  dns: (host) => ({ name, timeout, ...(host === address ? { server: address } : {}) }),
  websocket: (host) => ({ url: `wss://${host}/events`, timeout }),
  'grpc-health': (host) => ({ target: `${host}:443`, timeout }),
};

const egress = createEgress({ allow: [{ cidr: '203.0.113.0/24' }], version: '1' });
const surroundings = {
  egress,
  credentials: createCredentials({ secret: () => null, egress, clock }),
  allowance: createAllowance({ requestsPerSecond: 50, atOnce: 500 }, clock),
  ...createControls({
    ...{ egress, clock, lastAnswers: new Map(), onRound: () => undefined },
    controls: [{ name: 'gateway', url: 'https://203.0.113.100/up' }],
  }),
  now: clock.now,
  hearing: { lastBeat: async () => null, deafness: () => ({ until: 0, reason: 'stopped' as const }) },
};

async function slotOf(type: string, host: string) {
  const kind = probeKinds.get(type);
  const spec = specs[type];
  if (kind === undefined || spec === undefined) throw new Error(`there is no spec for the kind ${type}`);
  const slot = { at: clock.now(), everyMs: 60_000, retry: { attempts: 1, delay: '1s' } };
  const { outcome, detail } = await runProbe(
    kind,
    kind.spec.parse(spec(host)),
    slot,
    { ...surroundings, slot },
    clock,
  );
  return {
    type,
    host,
    outcome: outcome.outcome,
    reason: outcome.reason,
    first: detail.attempts?.[0]?.reason,
  };
}

const asking = [...probeKinds.keys()].filter((type) => type !== 'heartbeat');
const slots = await Promise.all(asking.flatMap((type) => [slotOf(type, name), slotOf(type, address)]));
process.stdout.write(JSON.stringify(slots));
