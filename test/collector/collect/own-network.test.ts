import { describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { Egress, EgressResponse } from '@upheld/collector/egress';
import type { ControlAnswer } from '@upheld/collector/collect/control';
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

const quiet = { onRound: () => undefined };
const minute = 60_000;

/** Controls of which office answers as `network` says at the moment, and how often they were asked. */
function simulated(network: { up: boolean; code?: string; gateway?: boolean }) {
  const clock = fakeClock(0);
  const asked: string[] = [];
  const rounds: ControlAnswer[][] = [];
  const request: Egress['request'] = ({ url }) => {
    asked.push(url);
    const isUp = url === 'https://office.us.example/up' ? network.up : network.gateway !== false;
    if (isUp) return Promise.resolve(answer);
    return Promise.reject(new EgressError(network.code ?? 'ECONNREFUSED', 'no way'));
  };
  const lastAnswers = new Map<string, number>();
  const parts = { controls, egress: { request }, clock, lastAnswers };
  const made = createControls({ ...parts, onRound: (answers) => rounds.push(answers) });
  /** The same as after a change of other settings. */
  const again = () => createControls({ ...parts, ...quiet });
  return { clock, asked, rounds, again, ...made };
}

describe('the control targets', () => {
  it('show a failure of our own as soon as one of them fails', async () => {
    const network = { up: true };
    const { clock, look, ownNetwork } = simulated(network);
    await look();
    network.up = false;
    clock.stall(10 * minute);
    expect(await ownNetwork(clock.monotonic())).toEqual({
      failed: true,
      words: 'control office failed too: ECONNREFUSED: no way',
    });
  });

  it('pass over one that has not answered for ten minutes while another one does', async () => {
    const network = { up: true };
    const { clock, look, ownNetwork } = simulated(network);
    await look();
    network.up = false;
    clock.stall(10 * minute + 1);
    expect(await ownNetwork(clock.monotonic())).toEqual({
      failed: false,
      words:
        'control gateway answered with status 503; control office is not counted, as it has not answered for ten minutes while another one does: ECONNREFUSED: no way',
    });
  });

  it('count one again as soon as it has answered', async () => {
    const network = { up: false };
    const { clock, look, ownNetwork } = simulated(network);
    expect(await ownNetwork(clock.monotonic())).toMatchObject({ failed: false });
    network.up = true;
    clock.stall(minute);
    await look();
    network.up = false;
    clock.stall(minute);
    expect(await ownNetwork(clock.monotonic())).toMatchObject({ failed: true });
  });

  it('show a failure of our own where all of them fail, however long they have', async () => {
    const { clock, ownNetwork } = simulated({ up: false, gateway: false });
    clock.stall(60 * minute);
    expect(await ownNetwork(clock.monotonic())).toMatchObject({ failed: true });
  });

  it('remember when they answered beyond a change of the settings', async () => {
    const network = { up: true };
    const { clock, look, again } = simulated(network);
    await look();
    network.up = false;
    clock.stall(minute);
    expect(await again().ownNetwork(clock.monotonic())).toMatchObject({ failed: true });
  });

  it('tell each round of every control', async () => {
    const { rounds, look } = simulated({ up: false });
    await look();
    expect(rounds).toEqual([
      [
        { name: 'gateway', url: 'https://gateway.us.example/up', said: 'answered', why: 'status 503' },
        {
          ...{ name: 'office', url: 'https://office.us.example/up' },
          ...{ said: 'failed', why: 'ECONNREFUSED: no way' },
        },
      ],
    ]);
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

  it('are not asked again for ten seconds once they failed', async () => {
    const { clock, asked, ownNetwork } = simulated({ up: false, gateway: false });
    await ownNetwork(clock.monotonic());
    clock.stall(10_000);
    expect(await ownNetwork(clock.monotonic())).toMatchObject({ failed: true });
    expect(asked).toHaveLength(2);
    clock.stall(1);
    expect(await ownNetwork(clock.monotonic())).toMatchObject({ failed: true });
    expect(asked).toHaveLength(4);
  });

  it('are asked once for all probes that fail together in a long outage', async () => {
    const { clock, asked, ownNetwork } = simulated({ up: false, gateway: false });
    await ownNetwork(clock.monotonic());
    clock.stall(10_001);
    const startedAt = clock.monotonic();
    await Promise.all([ownNetwork(startedAt), ownNetwork(startedAt), ownNetwork(startedAt)]);
    expect(asked).toHaveLength(4);
  });

  it('speak for an attempt that began before the network was seen back, and for none after it', async () => {
    const network = { up: false, gateway: false };
    const { clock, look, ownNetwork } = simulated(network);
    await look();
    clock.stall(20_000);
    const during = clock.monotonic();
    network.up = true;
    network.gateway = true;
    clock.stall(1_800);
    expect(await ownNetwork(during)).toMatchObject({ failed: true });
    clock.stall(1);
    expect(await ownNetwork(clock.monotonic())).toMatchObject({ failed: false });
    expect(await ownNetwork(during)).toMatchObject({ failed: true });
  });

  it('do not speak for an attempt that began more than a minute after they failed', async () => {
    const network = { up: false, gateway: false };
    const { clock, look, ownNetwork } = simulated(network);
    await look();
    network.up = true;
    network.gateway = true;
    clock.stall(minute + 1);
    expect(await ownNetwork(clock.monotonic())).toMatchObject({ failed: false });
  });

  it('are asked again for a long attempt, because the network may have gone down after they had answered', async () => {
    const network = { up: true, gateway: true };
    const { clock, look, ownNetwork } = simulated(network);
    const begun = clock.monotonic();
    await look();
    network.up = false;
    network.gateway = false;
    clock.stall(1_001);
    expect(await ownNetwork(begun)).toMatchObject({ failed: true });
  });

  it('never fail where none is configured', async () => {
    const clock = fakeClock(0);
    const { ownNetwork } = createControls({
      ...{ controls: [], clock, lastAnswers: new Map(), ...quiet },
      egress: { request: () => Promise.reject(new Error('asked')) },
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
        ...{ clock, lastAnswers: new Map(), ...quiet },
      }).ownNetwork;
    expect(await over([up.url])(0)).toEqual({
      failed: false,
      words: 'control control-0 answered with status 500',
    });
    expect((await over([down.url])(0)).words).toContain('control control-0 failed too: ECONNREFUSED');
  });
});
