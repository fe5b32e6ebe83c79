import { describe, expect, it } from 'vitest';
import { retentionMs } from '@upheld/collector/promql/retention';

const hour = 3_600_000;
const told = (storageRetention: unknown) => retentionMs({ status: 'success', data: { storageRetention } });

describe('how far back a Prometheus keeps its samples', () => {
  it.each([
    ['15d', 360],
    ['2w', 336],
    ['1y', 8760],
    ['15d or 1GiB', 360],
    ['1d12h', 36],
    ['1h30m', 1.5],
    ['1y6w3d2h5m1s500ms', 8760 + 1008 + 72 + 2 + (300 + 1.5) / 3600],
  ])('%s are %f hours', (text, hours) => {
    expect(told(text)).toBeCloseTo(hours * hour, 6);
  });

  it.each([['1GiB'], [''], ['forever'], ['15'], ['15d1'], [15], [null]])('is not told by %s', (text) => {
    expect(told(text)).toBeNull();
  });

  it.each([[null], ['15d'], [{ data: null }], [{}], [[]]])(
    'is not told by an answer of another shape: %o',
    (answer) => {
      expect(retentionMs(answer)).toBeNull();
    },
  );
});
