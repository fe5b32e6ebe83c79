import { describe, expect, it } from 'vitest';
import { serverTiming } from '@upheld/collector/egress/server-timing';

describe('the header Server-Timing', () => {
  it.each([
    ['db;dur=53.2, app;dur=47', { db: 53.2, app: 47 }],
    ['db;dur=53.2;desc="reads, writes; and more"', { db: 53.2 }],
    ['db;desc="a \\" quote, dur=9";dur=2', { db: 2 }],
    ['cache;desc="hit", db;DUR="1.5"', { db: 1.5 }],
    [' db ; dur = 0 ', { db: 0 }],
    ['db;dur=.5', { db: 0.5 }],
    ['db;dur=1, db;dur=2', { db: 1 }],
    ['db;dur=1;dur=2', { db: 1 }],
    ['', {}],
  ])('%j reads as %j', (header, timings) => {
    expect(serverTiming(header)).toEqual(timings);
  });

  it.each([
    ['a negative duration', 'db;dur=-1'],
    ['no number', 'db;dur=fast'],
    ['a number that is none in HTTP', 'db;dur=0x10'],
    ['infinity', 'db;dur=Infinity'],
    ['a number of 400 digits', `db;dur=${'9'.repeat(400)}`],
    ['a first duration that is broken', 'db;dur=x;dur=1'],
    ['a name with a space', 'my db;dur=1'],
    ['a name of 65 characters', `${'a'.repeat(65)};dur=1`],
    ['no name', ';dur=1'],
    ['a quote that never ends', 'a;desc="x, b;dur=1'],
  ])('leaves out an entry with %s and reads the others', (_title, broken) => {
    expect(serverTiming(`ok;dur=1, ${broken}`)).toEqual({ ok: 1 });
  });

  it('keeps the first sixteen entries, with names of up to 64 characters', () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}`.padStart(64, 'n'));
    const timings = serverTiming(names.map((name) => `${name};dur=1`).join(','));
    expect(Object.keys(timings)).toEqual(names.slice(0, 16));
  });

  it('gives a name of the language no meaning', () => {
    const timings = serverTiming('__proto__;dur=1, constructor;dur=2');
    expect(Object.entries(timings)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
    expect(Object.getPrototypeOf(timings)).toBe(Object.prototype);
  });

  it.each([
    '"\\'.repeat(8_000),
    `a;dur=${'1'.repeat(16_000)}x`,
    ' '.repeat(16_000),
    `a${';'.repeat(16_000)}`,
  ])('takes less than 50 ms of a processor over a hostile text', (text) => {
    const before = process.threadCpuUsage();
    expect(serverTiming(text)).toEqual({});
    const { user, system } = process.threadCpuUsage(before);
    expect(user + system).toBeLessThan(50_000);
  });
});
