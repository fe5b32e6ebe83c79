// Attacks 16 and 17: servers that break the rules of HTTP. How soon 16 is cut is told in what the server had
// written by then, since a test cannot promise milliseconds; the table shows them.
import { describe, expect, it } from 'vitest';
import { informational, longHeader, malformed } from '../simulator/hostile/malformed.ts';
import type { Taken } from '../simulator/hostile/malformed.ts';
import { inWords, meet, slotOf } from './installation.ts';
import { note } from './row.ts';
import { overHttpTypes, sourceOf } from './specs.ts';

const types = [...overHttpTypes, 'websocket'];

describe('a server that talks too much before its answer', () => {
  // Node reads heads of 16 KiB. A few turns pass until the server hears that it was left.
  const kilobytes = 200;
  const responses = 2_000;

  it.for(types)('with one header line of 200 kB is left by %s before its end', async (type, context) => {
    const taken: Taken = { count: 0 };
    const { port, seen } = await meet(longHeader(taken));
    const slot = await slotOf(sourceOf(type, port), { ports: [port] });
    note(context, {
      ...{ attack: 16, input: 'header line of 200 kB', by: type, ...seen, ms: slot.ms },
      seen: `${inWords(slot)}, left after ${taken.count} of ${kilobytes} kB`,
    });
    expect(inWords(slot)).toBe('bad(protocol)');
    expect(taken.count).toBeLessThan(kilobytes / 2);
    expect(seen).toEqual({ connections: 1, requests: 1 });
  });

  it.for(types)('with 2,000 informational responses is left by %s after a few', async (type, context) => {
    const taken: Taken = { count: 0 };
    const { port, seen } = await meet(informational(taken));
    const slot = await slotOf(sourceOf(type, port), { ports: [port] });
    note(context, {
      ...{ attack: 16, input: '2,000 x 100 Continue', by: type, ...seen, ms: slot.ms },
      seen: `${inWords(slot)}, left after ${taken.count} of ${responses}`,
    });
    expect(inWords(slot)).toBe('bad(protocol)');
    expect(taken.count).toBeLessThan(responses / 2);
    expect(seen).toEqual({ connections: 1, requests: 1 });
  });
});

describe('a server that is malformed', () => {
  const cases = Object.entries(malformed).flatMap(([input, script]) =>
    types.map((type) => [input, type, script] as const),
  );

  it.for(cases)('by %s is bad for %s, after one request', async ([input, type, script], context) => {
    const { port, seen } = await meet(script);
    const slot = await slotOf(sourceOf(type, port), { ports: [port] });
    note(context, { attack: 17, input, by: type, seen: inWords(slot), ...seen, ms: slot.ms });
    expect(inWords(slot)).toBe(expected(input, type));
    expect(seen.connections).toBe(1);
    expect(seen.requests).toBeLessThanOrEqual(1);
  });
});

/** 999 is written as HTTP writes a status, so it is an answer, and one that nobody expected. */
function expected(input: string, type: string): string {
  if (input === 'status 999') return 'bad(status)';
  // A handshake that is refused is over with its head.
  return input === 'short body' && type === 'websocket' ? 'bad(status)' : 'bad(protocol)';
}
