// Attacks 15 and 20: bodies that harm whoever unpacks or parses them without care.
import { beforeAll, describe, expect, it } from 'vitest';
import { createEgress } from '@upheld/collector/egress';
import { canary, documents, gzipBomb } from '../simulator/hostile/bodies.ts';
import { well } from '../simulator/hostile/endless.ts';
import type { Script } from '../simulator/hostile/server.ts';
import { inWords, meet, slotOf } from './installation.ts';
import { note } from './row.ts';
import { sourceOf } from './specs.ts';

/** Each looks for `"status":"pass"` in its own way. */
const readers: [type: string, terms: object][] = [
  ['http', { expect: { json: { '/status': 'pass' } } }],
  ['health-json', {}],
];

let bomb: Script & { size: number };
beforeAll(async () => {
  bomb = await gzipBomb();
});

describe('a gzip bomb', () => {
  it.for([...readers, ['http', { expect: { body: { contains: ['pass'] } } }] as const])(
    'is not inflated by %s %o',
    async ([type, terms], context) => {
      const { port, seen } = await meet(bomb);
      const before = process.memoryUsage().arrayBuffers;
      const slot = await slotOf(sourceOf(type, port, terms), { ports: [port] });
      const grown = process.memoryUsage().arrayBuffers - before;
      note(context, {
        ...{ attack: 15, input: `${bomb.size} bytes of gzip`, by: [type, ...Object.keys(terms)].join(' ') },
        ...{ seen: `${inWords(slot)}: ${slot.words}`, ...seen, ms: slot.ms },
      });
      expect(inWords(slot)).toBe('bad(expectation)');
      expect(slot.words).toMatch(/compress|encod|coding/);
      // The server lives here too; what is unpacked would be 200 MB.
      expect(grown).toBeLessThan(20_000_000);
      expect(seen).toEqual({ connections: 1, requests: 1 });
    },
  );
});

describe('what egress gives of a gzip bomb', () => {
  it('is the bomb as it came, up to 64 KiB', async (context) => {
    const { port, seen } = await meet(bomb);
    const egress = createEgress({ allow: [{ cidr: '127.0.0.1/32' }], version: '1.2.3' });
    const { body, truncated, totalMs } = await egress.request({
      url: `http://127.0.0.1:${port}/`,
      deadlineMs: 5_000,
    });
    const read = `${body.length} bytes, not inflated`;
    note(context, {
      ...{ attack: 15, input: `${bomb.size} bytes of gzip`, by: 'egress', seen: read, ...seen, ms: totalMs },
    });
    // RFC 1952, 2.3.1: what gzip begins with, deflate being the only method.
    expect(body.subarray(0, 3).toString('hex')).toBe('1f8b08');
    expect({ size: body.length, truncated }).toEqual({ size: 65_536, truncated: true });
  });
});

describe('a document', () => {
  it.for(readers)(
    'that is well is ok for %s, so that the others are bad for their own sake',
    async ([type, terms]) => {
      const { port } = await meet(well);
      expect(inWords(await slotOf(sourceOf(type, port, terms), { ports: [port] }))).toBe('ok');
    },
  );

  const cases = Object.entries(documents).flatMap(([input, script]) =>
    readers.map(([type, terms]) => [input, type, terms, script] as const),
  );

  it.for(cases)('with %s is bad for %s, and harms nothing', async ([input, type, terms, script], context) => {
    const { port, seen } = await meet(script);
    const slot = await slotOf(sourceOf(type, port, terms), { ports: [port] });
    note(context, { attack: 20, input, by: type, seen: inWords(slot), ...seen, ms: slot.ms });
    expect(inWords(slot)).toBe('bad(expectation)');
    expect(slot.words).not.toContain(canary);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, 'status')).toBeUndefined();
    expect(seen).toEqual({ connections: 1, requests: 1 });
  });
});
