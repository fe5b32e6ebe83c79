// Attacks 11 to 14: servers that never begin or never end. A deadline is the monotonic clock's. Tests allow
// for a busy machine; the table shows what it was.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bodyDrip, closes, endless, headerDrip, silent } from '../simulator/hostile/endless.ts';
import type { Script } from '../simulator/hostile/server.ts';
import type { Appetite } from './appetite.ts';
import { inWords, meet, slotOf } from './installation.ts';
import { note } from './row.ts';
import { overHttpTypes, sourceOf } from './specs.ts';

const deadlineMs = 1_000;

/** trust.md asks for 100 ms. Two cores that run everything else meanwhile may take much longer. */
const slackMs = 5_000;

type Case = [attack: number, input: string, type: string, script: Script];

const cases = (attack: number, input: string, script: Script, types: string[]): Case[] =>
  types.map((type) => [attack, input, type, script]);

describe('a server that is left at the deadline, after one request', () => {
  it.for([
    ...cases(11, 'accepts, never answers', silent, [...overHttpTypes, 'websocket', 'tcp']),
    ...cases(12, 'header line every 300 ms', headerDrip, [...overHttpTypes, 'websocket']),
    ...cases(13, 'byte every 500 ms', bodyDrip, overHttpTypes),
  ])('plays attack %i (%s) on %s', async ([attack, input, type, script], context) => {
    const { port, seen } = await meet(script);
    const slot = await slotOf(sourceOf(type, port), { ports: [port] });
    note(context, { attack, input, by: type, seen: inWords(slot), ...seen, ms: slot.ms });
    expect(slot).toMatchObject({ outcome: 'bad', reason: 'timeout', status: null });
    // Timers of Node may fire a millisecond early.
    expect(slot.ms).toBeGreaterThanOrEqual(deadlineMs - 2);
    expect(slot.ms).toBeLessThan(deadlineMs + slackMs);
    expect(seen).toEqual({ connections: 1, requests: type === 'tcp' ? 0 : 1 });
  });
});

describe('a server that closes without a word', () => {
  it.for([...overHttpTypes, 'websocket'])('is asked once by %s', async (type, context) => {
    const { port, seen } = await meet(closes);
    const slot = await slotOf(sourceOf(type, port), { ports: [port] });
    note(context, {
      ...{ attack: 11, input: 'closes without headers', by: type, seen: inWords(slot), ...seen, ms: slot.ms },
    });
    expect(inWords(slot)).toBe('bad(connect)');
    expect(seen).toEqual({ connections: 1, requests: 1 });
  });
});

describe('a server that sends without end', () => {
  const child = fileURLToPath(new URL('appetite.ts', import.meta.url));

  it.for(overHttpTypes)('feeds %s no more than 64 KiB', async (type, context) => {
    const { port, seen } = await meet(endless);
    const slot = await slotOf(sourceOf(type, port), { ports: [port] });
    note(context, {
      ...{ attack: 14, input: 'body without end', by: type, seen: inWords(slot), ...seen, ms: slot.ms },
    });
    // What `http` is not told to look at may be as long as it likes; the others read a part of a document.
    expect(inWords(slot)).toBe(type === 'http' ? 'ok' : 'bad(expectation)');
    expect(seen).toEqual({ connections: 1, requests: 1 });
  });

  it('is heard by tcp for 4 KiB', async (context) => {
    const { port, seen } = await meet({ ...endless, when: 'reached' });
    const slot = await slotOf(sourceOf('tcp', port), { ports: [port] });
    note(context, {
      ...{ attack: 14, input: 'banner without end', by: 'tcp', seen: inWords(slot), ...seen, ms: slot.ms },
    });
    expect(inWords(slot)).toBe('bad(expectation)');
    expect(slot.ms).toBeLessThan(deadlineMs);
    expect(seen.connections).toBe(1);
  });

  it('costs less than 5 MB of memory', async (context) => {
    const { port, seen } = await meet(endless);
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, String(port)]);
    const { bodyBytes, truncated, heldBytes, residentBytes, ms }: Appetite = JSON.parse(stdout);
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    note(context, {
      ...{ attack: 14, input: 'body without end', by: 'egress in a process of its own', ...seen, ms },
      seen: `cut at ${bodyBytes} bytes; ${megabytes(heldBytes)} held, process grew by ${megabytes(residentBytes)}`,
    });
    expect({ bodyBytes, truncated }).toEqual({ bodyBytes: 65_536, truncated: true });
    expect(heldBytes).toBeLessThan(5_000_000);
    expect(seen).toEqual({ connections: 1, requests: 1 });
  });
});
