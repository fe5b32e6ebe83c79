import { describe, expect, it } from 'vitest';
import type { Resolve } from '@upheld/collector/egress/checked-lookup';
import { shareLookups } from '@upheld/collector/egress/lookups';
import { loopbackEgress } from './servers.ts';

const here = [{ address: '127.0.0.1', family: 4 }];
const unknown: Resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));

describe('lookups', () => {
  it('of one name are shared while one runs, and made anew afterwards', async () => {
    const started: string[] = [];
    const ends: (() => void)[] = [];
    const look = shareLookups((name) => {
      started.push(name);
      return new Promise((resolve) => ends.push(() => resolve(here)));
    });
    const answers = [look('a.example'), look('a.example'), look('b.example')];
    expect(started).toEqual(['a.example', 'b.example']);
    ends.forEach((end) => end());
    expect(await Promise.all(answers)).toEqual([here, here, here]);
    const again = look('a.example');
    expect(started).toEqual(['a.example', 'b.example', 'a.example']);
    ends.at(-1)?.();
    await again;
  });

  it('that fail are shared too, and fail for all', async () => {
    const look = shareLookups(unknown);
    const outcomes = await Promise.allSettled([look('a.example'), look('a.example')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('are shared by requests that run at once', async () => {
    let lookups = 0;
    const egress = loopbackEgress([1], {
      resolve: (name) => {
        lookups += 1;
        return unknown(name);
      },
    });
    const ask = () => egress.request({ url: 'http://partner.example/', deadlineMs: 2_000 });
    await Promise.allSettled([ask(), ask(), ask()]);
    expect(lookups).toBe(1);
  });
});
