// Attacks 5, 6 and 19: name servers that mix, rebind, fail or say nothing. 127.0.0.1 stands for the public
// address, because settings open it; 127.0.0.2 for a private one, which they leave closed.
import { describe, expect, it, onTestFinished } from 'vitest';
import { closes, well } from '../simulator/hostile/endless.ts';
import { startNameServer } from '../simulator/hostile/name-server.ts';
import type { Zone } from '../simulator/hostile/name-server.ts';
import { inWords, meet, slotOf } from './installation.ts';
import type { SourceTerms } from './installation.ts';
import { note } from './row.ts';

const name = 'partner.example';
const open = '127.0.0.1';
const closed = '127.0.0.2';
const nobody = { connections: 0, requests: 0 };

async function nameServer(zone: Zone) {
  const server = await startNameServer(zone);
  onTestFinished(server.close);
  return server;
}

/** Servers on both addresses and one port. */
async function bothSides() {
  const outside = await meet(well);
  return { outside, inside: await meet(well, outside.port, closed) };
}

const ways: Record<string, (port: number) => SourceTerms> = {
  http: (port) => ({ type: 'http', spec: { url: `http://${name}:${port}/`, timeout: '1s' } }),
  websocket: (port) => ({ type: 'websocket', spec: { url: `ws://${name}:${port}/`, timeout: '1s' } }),
  tcp: (port) => ({ type: 'tcp', spec: { host: name, port, timeout: '1s' } }),
};

const asked = (type: string, port: number): SourceTerms => {
  const way = ways[type];
  if (way === undefined) throw new Error(`no source of ${type} asks names`);
  return way(port);
};

const types = Object.keys(ways);

describe('a name with a closed address among its own', () => {
  const orders = [
    [open, closed],
    [closed, open],
  ];

  it.for(orders.flatMap((order) => types.map((type) => [order, type] as const)))(
    'is refused whole: %o by %s',
    async ([order, type], context) => {
      const { outside, inside } = await bothSides();
      const { address } = await nameServer(() => order);
      const slot = await slotOf(asked(type, outside.port), { ports: [outside.port], nameServer: address });
      note(context, {
        ...{ attack: 5, input: `A = ${order.join(' and ')}`, by: type, seen: inWords(slot) },
        ...{ requests: outside.seen.requests + inside.seen.requests, ms: slot.ms },
      });
      expect(inWords(slot)).toBe('unmeasured(policy)');
      expect([outside.seen, inside.seen]).toEqual([nobody, nobody]);
    },
  );
});

describe('a name that is rebound', () => {
  it.for(types)(
    'is asked once a slot by %s, and the answer that was checked is used',
    async (type, context) => {
      const { outside, inside } = await bothSides();
      const { address, questions } = await nameServer((_name, before) => [before === 0 ? open : closed]);
      const surroundings = { ports: [outside.port], nameServer: address };
      const first = await slotOf(asked(type, outside.port), surroundings);
      const connected = outside.seen.connections;
      const second = await slotOf(asked(type, outside.port), surroundings);
      note(context, {
        ...{ attack: 6, input: `first ${open}, then ${closed}`, by: type, requests: outside.seen.requests },
        ...{ seen: `${inWords(first)}, then ${inWords(second)}`, ms: first.ms },
      });
      // The server is well over HTTP and knows no WebSocket.
      expect(inWords(first)).toBe(type === 'websocket' ? 'bad(status)' : 'ok');
      expect(inWords(second)).toBe('unmeasured(policy)');
      expect([connected, outside.seen.connections]).toEqual([1, 1]);
      expect(inside.seen).toEqual(nobody);
      expect(questions).toEqual([name, name]);
    },
  );

  it('is not asked again where the connection fails', async (context) => {
    const outside = await meet(closes);
    const inside = await meet(well, outside.port, closed);
    const { address, questions } = await nameServer((_name, before) => [before === 0 ? open : closed]);
    const slot = await slotOf(asked('http', outside.port), { ports: [outside.port], nameServer: address });
    note(context, {
      ...{ attack: 6, input: 'the first address closes', by: 'http', seen: inWords(slot) },
      ...{ requests: outside.seen.requests, ms: slot.ms },
    });
    expect(inWords(slot)).toBe('bad(connect)');
    expect(inside.seen).toEqual(nobody);
    expect(questions).toEqual([name]);
  });
});

describe('a name server', () => {
  const dead = 'own resolver dead';
  const zones: [input: string, zone: Zone, outcome: string][] = [
    ['NXDOMAIN', () => 'NXDOMAIN', 'bad(dns)'],
    ['no address', () => [], 'bad(dns)'],
    ['SERVFAIL', () => 'SERVFAIL', 'unmeasured(own-network)'],
    ['silence', () => null, 'unmeasured(own-network)'],
    [dead, () => null, 'unmeasured(own-network)'],
  ];

  it.for(
    zones.flatMap(([input, zone, outcome]) => types.map((type) => [input, type, zone, outcome] as const)),
  )('that says %s is told by %s', async ([input, type, zone, outcome], context) => {
    const server = await startNameServer(zone);
    // What a server that ended leaves behind is a port that nobody hears.
    if (input === dead) await server.close();
    else onTestFinished(server.close);
    const slot = await slotOf(asked(type, 80), { ports: [80], nameServer: server.address });
    note(context, { attack: 19, input, by: type, seen: inWords(slot), requests: 0, ms: slot.ms });
    expect(inWords(slot)).toBe(outcome);
  });
});
