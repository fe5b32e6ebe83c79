// Name servers that lead a real collector astray, or fail it: forbidden addresses are never contacted, and only
// a name that does not exist counts against the partner.
import { beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type Collector } from './collector.ts';
import { settle, type Inhabitant } from './inhabitant.ts';
import type { Zone } from './name-server.ts';
import { lay, namespacesPermitted, openNamespace, type Namespace } from './namespace.ts';
import { isMissing } from './servers.ts';
import { closingAfterAll } from './teardown.ts';

const canCut = namespacesPermitted && !isMissing('iproute2');

/** A public address as far as anybody in the namespaces can tell, and three that must not be asked. */
const open = '93.184.215.14';
const loopback = '127.0.0.1';
const internal = '10.99.0.1';
const metadata = '169.254.169.254';
const forbidden = [loopback, internal, metadata];

const partner = (name: string) => `${name}.partner.example`;
const http = (host: string) => ({ every: '1s', spec: { url: `http://${host}/`, timeout: '2s' } });
const tcp = (host: string) => ({ every: '1s', type: 'tcp', spec: { host, port: 80, timeout: '2s' } });

/** A collector in a namespace whose name server says what `zone` does, on a cable to somebody else's machine. */
function inHandsOf(zone: Zone | null) {
  const closing = closingAfterAll();
  let ours: Namespace;
  let listeners: Inhabitant[];
  let nameServer: Inhabitant;

  beforeAll(async () => {
    ours = closing(await openNamespace({ nameServer: loopback }), ({ remove }) => remove());
    const theirs = closing(await openNamespace({ within: ours }), ({ remove }) => remove());
    const all = [open, internal, metadata];
    lay(
      { of: ours, link: 'cable', addresses: ['93.184.215.2/24', '10.99.0.2/24', '169.254.169.1/24'] },
      { of: theirs, link: 'cable', addresses: all.map((address) => `${address}/24`) },
    );
    const settled = async (within: Namespace, file: string, argv: string[]) =>
      closing(await settle(within, file, argv), ({ stop }) => stop());
    listeners = [await settled(theirs, 'listener.ts', all), await settled(ours, 'listener.ts', [loopback])];
    if (zone !== null) nameServer = await settled(ours, 'name-server.ts', [JSON.stringify(zone)]);
  });

  return {
    collect: async (sources: Parameters<typeof startCollector>[0]['sources']): Promise<Collector> =>
      closing(await startCollector({ sources, within: ours }), ({ stop }) => stop()),
    /** The addresses that were connected to, one for each connection. */
    connections: async () => (await Promise.all(listeners.map(({ lines }) => lines()))).flat(),
    questions: async (name: string) =>
      (await nameServer.lines()).filter((line) => line.startsWith(`${name} `)),
  };
}

describe.skipIf(!canCut)('a name that leads elsewhere the second time', () => {
  const rebinds = forbidden.flatMap((to, at) => [
    { to, name: `http-${at}`, kind: http },
    { to, name: `tcp-${at}`, kind: tcp },
  ]);
  const { collect, connections } = inHandsOf(
    Object.fromEntries(rebinds.map(({ to, name }) => [partner(name), [[open], [to]]])),
  );
  let collector: Collector;

  beforeAll(async () => {
    collector = await collect(
      Object.fromEntries(rebinds.map(({ name, kind }) => [name, kind(partner(name))])),
    );
  });

  it.each(rebinds)(
    'is asked once while it is public, then not measured (policy): $name, now $to',
    async ({ to, name }) => {
      const tally = await collector.tallied(name, 'three lookups', ({ policy = 0 }) => policy >= 2);
      expect(tally).toEqual({ ok: 1, policy: tally['policy'] });
      const { bad, unmeasured } = await collector.failures(name);
      expect([bad, unmeasured[0]?.reason]).toEqual([[], 'policy']);
      expect(unmeasured[0]?.seen.error).toContain(`POLICY: ${partner(name)} is ${to} port 80 is a `);
    },
  );

  it('is connected to where it was public, once for each name, and nowhere else', async () => {
    expect(await connections()).toEqual(rebinds.map(() => open));
  });
});

describe.skipIf(!canCut)('an answer with a public address and a forbidden one', () => {
  const mixed = {
    'public-first': [[open, loopback]],
    'public-last': [[internal, open]],
    'other-family': [[open, '0:0:0:0:0:0:0:1']],
    mapped: [[open, '0:0:0:0:0:ffff:7f00:1']],
  };
  const names = Object.keys(mixed);
  const { collect, connections } = inHandsOf(
    Object.fromEntries(Object.entries(mixed).map(([name, addresses]) => [partner(name), addresses])),
  );

  it('is refused whole: not measured (policy), and nobody is connected to', async () => {
    const collector = await collect(Object.fromEntries(names.map((name) => [name, http(partner(name))])));
    for (const name of names) {
      const tally = await collector.tallied(name, 'two refusals', ({ policy = 0 }) => policy >= 2);
      expect(tally).toEqual({ policy: tally['policy'] });
    }
    expect(await connections()).toEqual([]);
  });
});

describe.skipIf(!canCut)('a name server', () => {
  const { collect, questions } = inHandsOf({
    [partner('failing')]: 'server-failure',
    [partner('silent')]: 'silence',
    [partner('well')]: [[open]],
  });
  let collector: Collector;

  beforeAll(async () => {
    const every = '2s';
    const asHttp = ['absent', 'failing', 'silent', 'well'].map((name) => [
      name,
      { ...http(partner(name)), every },
    ]);
    const asDns = ['nowhere', 'failing', 'silent', 'well'].map((name) => [
      `${name}-dns`,
      { type: 'dns', every, spec: { name: partner(name), timeout: '1s' } },
    ]);
    collector = await collect(Object.fromEntries([...asHttp, ...asDns]));
  });

  it('that says there is no such name is believed the second time: bad (dns)', async () => {
    const tally = await collector.tallied('absent', 'two slots', ({ dns = 0 }) => dns >= 2);
    expect(tally).toEqual({ dns: tally['dns'] });
    const { bad } = await collector.failures('absent');
    expect(bad[0]?.seen.error).toMatch(/^ENOTFOUND: /);
    // Two looks a slot, each for IPv4 and IPv6.
    expect((await questions(partner('absent'))).length).toBeGreaterThanOrEqual(8);
  });

  it.each([
    ['nowhere-dns', 'dns'],
    ['failing-dns', 'own-network'],
    ['silent-dns', 'own-network'],
    ['well-dns', 'ok'],
  ])('is told the same by a source that asks it one question: %s is %s', async (source, reason) => {
    const tally = await collector.tallied(source, 'two slots', (so) => (so[reason] ?? 0) >= 2);
    expect(Object.keys(tally)).toEqual([reason]);
  });

  it.each(['failing', 'silent'])(
    'that is %s is ours: not measured (own-network), never bad',
    async (name) => {
      const tally = await collector.tallied(name, 'two slots', (so) => (so['own-network'] ?? 0) >= 2);
      expect(tally).toEqual({ 'own-network': tally['own-network'] });
      expect((await questions(partner(name))).length).toBeGreaterThanOrEqual(2);
    },
  );

  it('that is silent about one partner takes no slot from another', async () => {
    const tally = await collector.tallied('well', 'four slots', ({ ok = 0 }) => ok >= 4);
    expect(tally).toEqual({ ok: tally['ok'] });
  });
});

describe.skipIf(!canCut)('a name server that is down', () => {
  const { collect } = inHandsOf(null);

  it('is ours: every name is not measured (own-network), and addresses are measured', async () => {
    const collector = await collect({ name: http(partner('api')), address: http(open) });
    const tally = await collector.tallied('name', 'two slots', (so) => (so['own-network'] ?? 0) >= 2);
    expect(tally).toEqual({ 'own-network': tally['own-network'] });
    const other = await collector.tallied('address', 'two slots', ({ ok = 0 }) => ok >= 2);
    expect(other).toEqual({ ok: other['ok'] });
  });
});
