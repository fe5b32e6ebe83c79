// Our own network is cut, for real, under a running collector: what it could not measure is not measured, and the
// partner is never called down for it.
import { beforeAll, describe, expect, it } from 'vitest';
import { badReasons } from '@upheld/shared/facts/sample';
import { startCollector, type Collector, type Tally } from './collector.ts';
import { lay, namespacesPermitted, openNamespace, type Namespace } from './namespace.ts';
import { healthServer, prepareServers, type Prepared } from './nginx.ts';
import { isMissing } from './servers.ts';
import { closingAfterAll } from './teardown.ts';

const canCut = namespacesPermitted && !isMissing('iproute2') && !isMissing('nginx');

/** Addresses of the public Internet, as far as anybody in the namespaces can tell. */
const address = { ours: '93.184.215.2', partner: '93.184.215.14', control: '93.184.215.20' };

const control = { name: 'gateway', url: `http://${address.control}/health` };
const http = { spec: { url: `http://${address.partner}/health`, timeout: '1s' } };
const tcp = { type: 'tcp', spec: { host: address.partner, port: 80, timeout: '1s' } };

const hasBad = (tally: Tally) => badReasons.some((reason) => tally[reason] !== undefined);

/** Waits until `count` more slots of a source ended with `reason`, and gives the tally. */
async function more(collector: Collector, source: string, reason: string, count: number): Promise<Tally> {
  const wanted = ((await collector.tally(source))[reason] ?? 0) + count;
  const what = `${source}: ${count} more slots are ${reason}`;
  return await collector.tallied(source, what, (tally) => (tally[reason] ?? 0) >= wanted);
}

describe.skipIf(!canCut)('a collector without a network', () => {
  const closing = closingAfterAll();
  const byName = { spec: { url: 'http://api.partner.example/health', timeout: '1s' } };

  it.each([
    { targets: 'no control target', controls: [] },
    { targets: 'a control target', controls: [control] },
  ])('measures nothing, by name or by address, with $targets: nothing is bad', async ({ controls }) => {
    const within = closing(await openNamespace(), ({ remove }) => remove());
    const sources = { http, tcp, name: byName };
    const collector = closing(await startCollector({ sources, settings: { controls }, within }), ({ stop }) =>
      stop(),
    );
    for (const source of Object.keys(sources)) {
      const tally = await more(collector, source, 'own-network', 2);
      expect(tally).toEqual({ 'own-network': tally['own-network'] });
      const { bad, unmeasured } = await collector.failures(source);
      expect([bad, unmeasured[0]?.reason]).toEqual([[], 'own-network']);
      // EAI_AGAIN: the resolver could not ask anybody.
      expect(unmeasured[0]?.seen.error).toMatch(source === 'name' ? /^EAI_AGAIN: / : /^ENETUNREACH: /);
    }
  });
});

describe.skipIf(!canCut)('a cable to a partner', () => {
  const closing = closingAfterAll();
  let ours: Namespace;
  let theirs: Namespace;
  let partner: Prepared;
  let controlled: Collector;
  let alone: Collector;

  const link = (of: Namespace, state: 'up' | 'down') => of.run('ip', 'link', 'set', 'cable', state);

  beforeAll(async () => {
    ours = closing(await openNamespace(), ({ remove }) => remove());
    theirs = closing(await openNamespace({ within: ours }), ({ remove }) => remove());
    lay(
      { of: ours, link: 'cable', addresses: [`${address.ours}/24`] },
      { of: theirs, link: 'cable', addresses: [`${address.control}/24`, `${address.partner}/24`] },
    );
    const nginxAt = async (listen: string) => {
      const nginx = await prepareServers(healthServer(listen), { within: theirs });
      closing(nginx, ({ remove }) => remove());
      await nginx.start();
      return nginx;
    };
    partner = await nginxAt(`${address.partner}:80`);
    await nginxAt(`${address.control}:80`);
    const start = async (controls: (typeof control)[]) =>
      closing(
        await startCollector({ sources: { http, tcp }, settings: { controls }, within: ours }),
        ({ stop }) => stop(),
      );
    controlled = await start([control]);
    alone = await start([]);
  });

  it.for(['http', 'tcp'])('is measured while it is whole: %s is ok', async (source) => {
    for (const collector of [controlled, alone]) {
      expect(hasBad(await more(collector, source, 'ok', 2))).toBe(false);
    }
  });

  it('is our own network when our end is down, control target or not, and ok again after that', async () => {
    link(ours, 'down');
    for (const collector of [controlled, alone]) await more(collector, 'http', 'own-network', 2);
    await more(controlled, 'tcp', 'own-network', 1);
    link(ours, 'up');
    for (const collector of [controlled, alone]) {
      expect(hasBad(await more(collector, 'http', 'ok', 2))).toBe(false);
    }
    expect(hasBad(await more(controlled, 'tcp', 'ok', 2))).toBe(false);
  });

  it('is our own network when it is cut further away, because the control target fails too', async () => {
    link(theirs, 'down');
    await more(controlled, 'http', 'own-network', 2);
    await more(controlled, 'tcp', 'own-network', 1);
    const { unmeasured } = await controlled.failures('http');
    expect(unmeasured[0]?.attempts.at(-1)).toMatchObject({ outcome: 'bad', reason: 'connect' });
    expect(unmeasured[0]?.seen.error).toMatch(/; control gateway failed too: /);
  });

  it('is the partner’s fault then for whoever has no control target: nothing tells the two apart', async () => {
    expect((await more(alone, 'http', 'connect', 1))['connect']).toBeGreaterThan(0);
    // A slot has just ended, so none is half-way when the network comes back.
    await more(controlled, 'http', 'own-network', 1);
    link(theirs, 'up');
    for (const source of ['http', 'tcp']) {
      expect(hasBad(await more(controlled, source, 'ok', 2))).toBe(false);
    }
  });

  it('is bad (connect) when the partner alone refuses, because the control target answers', async () => {
    await partner.stop();
    // Nobody has asked the control since the outage: the first failure may still be put down to that.
    await more(controlled, 'http', 'connect', 1);
    const before = await controlled.tally('http');
    await more(controlled, 'http', 'connect', 1);
    await more(controlled, 'tcp', 'connect', 2);
    const { bad } = await controlled.failures('http');
    expect(bad[0]?.seen.error).toMatch(/^ECONNREFUSED: .*; control gateway answered with status 200$/);
    await partner.start();
    const after = await more(controlled, 'http', 'ok', 2);
    expect(after['own-network']).toBe(before['own-network']);
  });

  it('is bad (connect) when the partner alone is silent', async () => {
    const before = await controlled.tally('http');
    theirs.run('ip', 'address', 'del', `${address.partner}/24`, 'dev', 'cable');
    const after = await more(controlled, 'http', 'connect', 2);
    expect(after['own-network']).toBe(before['own-network']);
  });
});
