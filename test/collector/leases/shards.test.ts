import { describe, expect, it } from 'vitest';
import { shardOf, shardOfAgreement, vantageScope } from '@upheld/collector/leases/shards';

describe('the shard of a target', () => {
  // Whoever changes these numbers has collectors of two releases ask the same target.
  it('is the same for ever', () => {
    expect(shardOf({ agreement: 'acme', source: 'api' })).toBe(0);
    expect(shardOf({ agreement: 'northwind-harbor', source: 'orders' })).toBe(619);
    expect(shardOfAgreement('acme')).toBe(962);
  });

  it('spreads similar names over all shards', () => {
    const shards = Array.from({ length: 4096 }, (_, number) =>
      shardOf({ agreement: 'acme', source: `api-${number}` }),
    );
    expect(Math.min(...shards)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shards)).toBeLessThan(4096);
    // 4096 balls in 4096 boxes leave 1/e of them empty: about 2589 are hit.
    expect(new Set(shards).size).toBeGreaterThan(2500);
    // Halves of the shards, as two collectors have them.
    const lower = shards.filter((shard) => shard < 2048).length;
    expect(Math.abs(lower - 2048)).toBeLessThan(150);
  });

  it('is held in a scope that no name of a vantage can be taken for', () => {
    expect(vantageScope('desks')).not.toBe('desks');
  });
});
