import { describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { Egress, EgressResponse } from '@upheld/collector/egress';
import { createControls } from '@upheld/collector/collect/own-network';
import { closedPort, httpServer, loopbackEgress } from '../egress/servers.ts';
import { fakeClock } from '../schedule/fake-clock.ts';

const answer: EgressResponse = {
  status: 503,
  headers: {},
  body: Buffer.alloc(0),
  truncated: false,
  latencyMs: 1,
  totalMs: 1,
  phases: {},
  tls: null,
  reused: false,
};
const controls = [
  { name: 'gateway', url: 'https://gateway.us.example/up' },
  { name: 'office', url: 'https://office.us.example/up' },
];

/** Controls that answer as `network` says at the moment, and how often they were asked. */
function simulated(network: { up: boolean; code?: string }) {
  const clock = fakeClock(0);
  const asked: string[] = [];
  const request: Egress['request'] = ({ url }) => {
    asked.push(url);
    if (network.up || url !== 'https://office.us.example/up') return Promise.resolve(answer);
    return Promise.reject(new EgressError(network.code ?? 'ECONNREFUSED', 'no way'));
  };
  return { clock, asked, ownNetwork: createControls({ controls, egress: { request }, clock }) };
}

describe('the control targets', () => {
  it('show a failure of our own as soon as one of them fails', async () => {
    const { clock, ownNetwork } = simulated({ up: false });
    expect(await ownNetwork(clock.monotonic())).toEqual({
      failed: true,
      words: 'control office failed too: ECONNREFUSED: no way',
    });
  });

  it('show none where all answer, whatever the status', async () => {
    const { clock, ownNetwork } = simulated({ up: true });
    expect(await ownNetwork(clock.monotonic())).toEqual({
      failed: false,
      words: 'control gateway answered with status 503; control office answered with status 503',
    });
  });

  it.each(['POLICY', 'NO_ROOM'])(
    'say nothing about the network where %s forbids to ask them',
    async (code) => {
      const { clock, ownNetwork } = simulated({ up: false, code });
      expect(await ownNetwork(clock.monotonic())).toEqual({
        failed: false,
        words: `control office could not be asked: ${code}: no way`,
      });
    },
  );

  it('are asked once for all probes that fail together', async () => {
    const { clock, asked, ownNetwork } = simulated({ up: true });
    const startedAt = clock.monotonic();
    await Promise.all([ownNetwork(startedAt), ownNetwork(startedAt), ownNetwork(startedAt - 50)]);
    expect(asked).toHaveLength(2);
  });

  it('are asked again for an attempt that began after they had answered', async () => {
    const network = { up: true };
    const { clock, asked, ownNetwork } = simulated(network);
    await ownNetwork(clock.monotonic());
    network.up = false;
    clock.stall(1);
    const startedAt = clock.monotonic();
    const answers = await Promise.all([ownNetwork(startedAt), ownNetwork(startedAt)]);
    expect(answers.map(({ failed }) => failed)).toEqual([true, true]);
    expect(asked).toHaveLength(4);
  });

  it('speak for ten seconds once they failed', async () => {
    const network = { up: false };
    const { clock, asked, ownNetwork } = simulated(network);
    await ownNetwork(clock.monotonic());
    network.up = true;
    clock.stall(10_000);
    expect(await ownNetwork(clock.monotonic())).toMatchObject({ failed: true });
    clock.stall(1);
    expect(await ownNetwork(clock.monotonic())).toMatchObject({ failed: false });
    expect(asked).toHaveLength(4);
  });

  it('never fail where none is configured', async () => {
    const clock = fakeClock(0);
    const ownNetwork = createControls({
      controls: [],
      egress: { request: () => Promise.reject(new Error('asked')) },
      clock,
    });
    expect(await ownNetwork(0)).toEqual({ failed: false, words: null });
  });

  it('are asked over the same egress as the partners', async () => {
    const up = await httpServer((_request, response) => response.writeHead(500).end());
    const down = await closedPort();
    const clock = fakeClock(0);
    const over = (urls: string[]) =>
      createControls({
        controls: urls.map((url, index) => ({ name: `control-${index}`, url })),
        egress: loopbackEgress([up.port, down.port]),
        clock,
      });
    expect(await over([up.url])(0)).toEqual({
      failed: false,
      words: 'control control-0 answered with status 500',
    });
    expect((await over([up.url, down.url])(0)).words).toContain('control control-1 failed too: ECONNREFUSED');
  });
});
