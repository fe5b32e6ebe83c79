// Our own network cut for real, in a network namespace of its own: the partner is never blamed for it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { probeKinds } from '@upheld/collector/probes/registry';

const program = fileURLToPath(new URL('cut-off.ts', import.meta.url));

/** Runs a script as root of a namespace in which nothing is connected to anything. */
const inNamespace = (script: string) =>
  spawnSync('unshare', ['-rn', 'sh', '-ec', script], { encoding: 'utf8' });

const canCut = inNamespace('ip link set lo up').status === 0;

const slots = z.array(
  z.strictObject({
    ...{ type: z.string(), host: z.string(), outcome: z.string() },
    ...{ reason: z.string().nullable(), first: z.string().nullable() },
  }),
);

/** How each kind's slots ended after `cut`, and as what the first attempt saw them. */
function after(cut: string) {
  const { status, stdout, stderr } = inNamespace(`${cut}\nexec ${process.execPath} ${program}`);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return slots.parse(JSON.parse(stdout));
}

const asking = [...probeKinds.keys()].filter((type) => type !== 'heartbeat');

describe.skipIf(!canCut)('a cut of our own network', () => {
  it.each([
    ['no link at all', 'true', ['own-network']],
    [
      'packets that are lost',
      'ip link set lo up; ip route add 203.0.113.0/24 dev lo',
      ['connect', 'timeout'],
    ],
    ['no route', 'ip link set lo up; ip route add unreachable 203.0.113.0/24', ['connect']],
  ])('with %s is own-network for every kind, by name and by address', (_title, cut, firstLooks) => {
    const ended = after(cut);
    expect(new Set(ended.map(({ type }) => type))).toEqual(new Set(asking));
    const notOurs = ended.filter(
      ({ outcome, reason }) => outcome !== 'unmeasured' || reason !== 'own-network',
    );
    expect(notOurs).toEqual([]);
    // A name server that is named is the partner's: what it looked like first depends on the system.
    const looks = ended.filter(({ type, host }) => type !== 'dns' && host === '203.0.113.99');
    expect(new Set([...looks.map(({ first }) => first), ...firstLooks])).toEqual(new Set(firstLooks));
  });
});
