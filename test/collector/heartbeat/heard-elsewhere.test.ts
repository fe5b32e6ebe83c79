import { describe, expect, it } from 'vitest';
import { heardElsewhere } from '@upheld/collector/heartbeat/heard-elsewhere';
import type { Listener } from '@upheld/collector/store/leases';

const now = 1_000_000;
const heard = (id: string, since: number, until: number, reason: Listener['reason'] = 'stopped') => ({
  ...{ agreement: 'acme', source: 'nightly', id, since, until, reason },
});

describe('what several processes heard', () => {
  it('is nothing where none listens, or none has said so for more than 7 s', () => {
    expect(heardElsewhere([], now)).toEqual({ until: now, reason: 'stopped' });
    expect(heardElsewhere([heard('a', 0, now - 7_001)], now)).toEqual({ until: now, reason: 'stopped' });
    expect(heardElsewhere([heard('a', 7, now - 7_000)], now)).toEqual({ until: 7, reason: 'stopped' });
  });

  it('goes back through those whose times overlap, and ends at the first gap', () => {
    const listeners = [
      heard('c', 800_000, now - 1_000),
      heard('b', 500_000, 800_000),
      heard('a', 100_000, 499_999),
    ];
    expect(heardElsewhere(listeners, now)).toEqual({ until: 500_000, reason: 'stopped' });
  });

  it('is what the one heard that listened on while another was started again', () => {
    const listeners = [heard('b', 900_000, now), heard('a', 100_000, now - 3_000)];
    expect(heardElsewhere(listeners, now)).toEqual({ until: 100_000, reason: 'stopped' });
  });

  it('leaves out what one of them took and could not store, whoever else listened', () => {
    const listeners = [heard('a', 100_000, now), heard('b', 950_000, now - 2_000, 'storage')];
    expect(heardElsewhere(listeners, now)).toEqual({ until: 950_000, reason: 'storage' });
  });
});
