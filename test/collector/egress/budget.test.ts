import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { Allowance } from '@upheld/collector/egress/allowance';
import type { Credentials } from '@upheld/collector/egress/credentials';
import { createBudget, limited, limitedProofs } from '@upheld/collector/egress/budget';
import { httpServer, loopbackEgress, rawServer } from './servers.ts';

/** An allowance that counts. */
function counting() {
  const counts = { entered: 0, left: 0, charged: 0 };
  const allowance: Allowance = {
    enter: async () => {
      counts.entered += 1;
      return () => (counts.left += 1);
    },
    charge: () => (counts.charged += 1),
  };
  return { counts, allowance };
}

function doorTo(port: number, most: number) {
  const { counts, allowance } = counting();
  const budget = createBudget({ allowance, most, until: () => 0 });
  return { counts, door: limited(loopbackEgress([port]), budget) };
}

const refusal = (code: string) => expect.objectContaining({ name: 'EgressError', code });

describe('a door with a budget', () => {
  it('lets so many requests leave and sends nothing of the next', async () => {
    let requests = 0;
    const server = await httpServer((_request, response) => {
      requests += 1;
      response.end();
    });
    const { counts, door } = doorTo(server.port, 2);
    const ask = () => door.request({ url: server.url, deadlineMs: 2_000 });
    await Promise.all([ask(), ask()]);
    await expect(ask()).rejects.toEqual(refusal('BUDGET'));
    expect(requests).toBe(2);
    expect(counts).toEqual({ entered: 2, left: 2, charged: 0 });
  });

  it('counts every hop of a redirect, and refuses the one that is too many', async () => {
    const asked: string[] = [];
    const server = await httpServer(({ url = '' }, response) => {
      asked.push(url);
      if (url === '/end') response.end();
      else response.writeHead(302, { location: url === '/' ? '/next' : '/end' }).end();
    });
    const follow = (door: ReturnType<typeof doorTo>['door']) =>
      door.request({ url: `${server.url}/`, deadlineMs: 2_000, redirects: 3 });
    const enough = doorTo(server.port, 3);
    expect(await follow(enough.door)).toMatchObject({ status: 200 });
    expect(asked).toEqual(['/', '/next', '/end']);
    expect(enough.counts).toEqual({ entered: 1, left: 1, charged: 2 });
    const tight = doorTo(server.port, 2);
    await expect(follow(tight.door)).rejects.toEqual(refusal('BUDGET'));
    expect(asked).toEqual(['/', '/next', '/end', '/', '/next']);
    expect(tight.counts).toEqual({ entered: 1, left: 1, charged: 1 });
  });

  it('ends a request that failed too', async () => {
    const server = await rawServer((socket) => socket.destroy());
    const { counts, door } = doorTo(server.port, 1);
    await expect(door.request({ url: server.url, deadlineMs: 2_000 })).rejects.toThrow(EgressError);
    expect(counts).toEqual({ entered: 1, left: 1, charged: 0 });
  });

  it('holds its place for as long as a connection is open', async () => {
    const server = await rawServer(() => {});
    const { counts, door } = doorTo(server.port, 1);
    const asked = { host: '127.0.0.1', port: server.port, tls: null, deadlineMs: 5_000 };
    const connection = await door.connect(asked);
    expect(counts.left).toBe(0);
    const closed = EventEmitter.once(connection.socket, 'close');
    connection.close();
    await closed;
    expect(counts.left).toBe(1);
    await expect(door.connect(asked)).rejects.toEqual(refusal('BUDGET'));
  });

  it('counts a question of DNS as a request', async () => {
    const { door } = doorTo(1, 0);
    const asked = { name: 'acme.example', type: 'A', deadlineMs: 100 } as const;
    await expect(door.query(asked)).rejects.toEqual(refusal('BUDGET'));
  });

  it('sends nothing where the allowance has no room in time', async () => {
    const allowance: Allowance = { enter: async () => null, charge: () => undefined };
    const budget = createBudget({ allowance, most: 1, until: () => 0 });
    const door = limited(loopbackEgress([]), budget);
    await expect(door.request({ url: 'http://127.0.0.1:1/', deadlineMs: 100 })).rejects.toEqual(
      refusal('NO_ROOM'),
    );
  });
});

describe('credentials with a budget', () => {
  it('prove who asks so many times, and then say that they did', async () => {
    let proofs = 0;
    const { door } = doorTo(1, 0);
    const doors: unknown[] = [];
    const unlimited: Credentials = async (_terms, _deadlineMs, given) => {
      proofs += 1;
      doors.push(given);
      return { ok: true, headers: {}, refused: () => undefined };
    };
    const credentials = limitedProofs(unlimited, 2, door);
    const ended = [];
    const url = 'https://api.acme.example/';
    for (let time = 0; time < 3; time += 1) ended.push((await credentials({ url }, 100)).ok);
    expect({ ended, proofs }).toEqual({ ended: [true, true, false], proofs: 2 });
    // What they ask for first leaves through the door with the budget.
    expect(doors).toEqual([door, door]);
  });
});
