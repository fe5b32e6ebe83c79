import { evaluateFrom } from '@upheld/collector/evaluation/evaluator';
import { createJudgeThread } from '@upheld/collector/evaluation/judge-thread';
import type { NewSample, Store } from '@upheld/collector/store/store';
import type { Interval } from '@upheld/shared/time/instant';
import { describe, expect, it, onTestFinished } from 'vitest';
import { anAgreement, anObjective } from '../../../shared/evaluation/build.ts';
import { temporaryStore } from '../../collect/temporary-store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** In Berlin 1 July begins at 22:00 UTC of the day before; four days are judged. */
const window = { start: Date.UTC(2026, 5, 30, 22), end: Date.UTC(2026, 6, 4, 22) };
const minutes = (window.end - window.start) / MINUTE;
const latency = { type: 'latency', sources: ['api'], threshold: '200ms' };
const agreement = anAgreement({
  timeZone: 'Europe/Berlin',
  effective: { from: '2026-07-01', until: '2026-07-04' },
  objectives: [
    anObjective(),
    anObjective({ name: 'latency', indicator: latency }),
    anObjective({
      ...{ name: 'errors', indicator: { type: 'error-rate', sources: ['api'] } },
      objective: { op: '<', target: '1%', timeSliceTarget: '50%' },
    }),
  ],
});
const asked = { agreement, exclusions: [], period: '2026-07', asOf: window.end };

/** One of a hundred is bad, and one of a hundred is missing. */
function samples(): NewSample[] {
  return Array.from({ length: minutes + 60 }, (_, minute) => minute - 30).flatMap((minute): NewSample[] => {
    const place = { agreement: 'acme', source: 'api', vantage: 'main', at: window.start + minute * MINUTE };
    const latencyMs = 100 + (Math.abs(minute) % 1500) / 10;
    if (minute % 100 === 57) return [];
    if (minute % 100 === 7) return [{ ...place, outcome: 'bad', reason: 'timeout', latencyMs: null }];
    return [{ ...place, outcome: 'ok', reason: null, latencyMs }];
  });
}

async function scene() {
  const store = await temporaryStore();
  await store.putSamples(samples());
  const thread = createJudgeThread();
  onTestFinished(() => thread.close());
  const read: Interval[] = [];
  const counted: Store = {
    ...store,
    readSamples: (query) => {
      read.push(query);
      return store.readSamples(query);
    },
  };
  return {
    ...{ store, read },
    fromSamples: evaluateFrom(store, () => true, thread.judge, { fromTallies: false }),
    fromTallies: evaluateFrom(counted, () => true, thread.judge),
    seal: async (before: number) => {
      while (!(await store.sealHours({ before, most: 1000 })).isDone);
    },
  };
}

const hoursOf = (read: Interval[]) =>
  read.reduce((sum, { start, end }) => sum + Math.ceil(end / HOUR) - Math.floor(start / HOUR), 0);

describe('a statement from the store', () => {
  it('is the same from head rows, from blocks and from tallies, and after a late sample', async () => {
    const { store, read, fromSamples, fromTallies, seal } = await scene();
    const fromHeads = await fromSamples(asked);
    expect(fromHeads.promises[0]?.periods[0]?.parts[0]?.samples).toEqual([
      // Of 5,760 minutes 58 end in 57, and 58 in 07.
      { source: 'api', vantage: 'main', ok: 5760 - 58 - 58, bad: 58, unmeasured: 0 },
    ]);
    await seal(window.end + HOUR);
    await store.retireHeads({ before: window.end, most: 1000 });
    expect(await fromSamples(asked)).toEqual(fromHeads);
    expect(await fromTallies(asked)).toEqual(fromHeads);
    // Before the first minute, 90 s are read for what still speaks into it.
    read.length = 0;
    expect(await fromTallies(asked)).toEqual(fromHeads);
    expect(hoursOf(read)).toBe(1);

    const late = { agreement: 'acme', source: 'api', vantage: 'main', at: window.start + 57 * MINUTE };
    await store.putSamples([{ ...late, outcome: 'bad', reason: 'timeout', latencyMs: null }]);
    const corrected = await fromSamples(asked);
    expect(corrected).not.toEqual(fromHeads);
    expect(await fromTallies(asked)).toEqual(corrected);
    await seal(window.end + HOUR);
    expect(await fromTallies(asked)).toEqual(corrected);
    read.length = 0;
    expect(await fromTallies(asked)).toEqual(corrected);
    expect(hoursOf(read)).toBe(1);
  });

  it('reads of a running period the hours that are not sealed, and the one that has begun', async () => {
    const { read, fromSamples, fromTallies, seal } = await scene();
    const now = window.start + 30 * HOUR + 20 * MINUTE + 12_345;
    await seal(window.start + 28 * HOUR);
    const running = { ...asked, asOf: now };
    const expected = await fromSamples(running);
    expect(await fromTallies(running)).toEqual(expected);
    read.length = 0;
    expect(await fromTallies(running)).toEqual(expected);
    // The hour before the window, and from the one before 28 h on all that there is: 1 + 1 + 68.
    expect(hoursOf(read)).toBe(1 + 1 + (minutes / 60 - 28));

    await seal(window.end + HOUR);
    expect(await fromTallies(running)).toEqual(expected);
    read.length = 0;
    expect(await fromTallies(running)).toEqual(expected);
    // The hour that is cut, and 90 s before it.
    expect(hoursOf(read)).toBe(1 + 2);
  });

  it('tallies a day once, however many are asked for at the same time', async () => {
    const { store, fromSamples, seal } = await scene();
    await seal(window.end + HOUR);
    const put: number[] = [];
    const counted: Store = {
      ...store,
      putTallies: (source, tallies) => {
        put.push(tallies.length);
        return store.putTallies(source, tallies);
      },
    };
    const evaluate = evaluateFrom(counted, () => true);
    const statements = await Promise.all([evaluate(asked), evaluate(asked), evaluate(asked)]);
    const expected = await fromSamples(asked);
    for (const statement of statements) expect(statement).toEqual(expected);
    // Rows, minutes, two kinds of events and times, of the five days UTC that four days of Berlin touch.
    expect(put).toEqual([5 * 5]);
    await store.dropTallies();
    await evaluate(asked);
    expect(put).toEqual([25, 25]);
  });

  it('is made of samples where tallies cannot be kept', async () => {
    const { store, fromSamples, seal } = await scene();
    await seal(window.end + HOUR);
    const full: Store = {
      ...store,
      putTallies: () => Promise.reject(Object.assign(new Error('the disk is full'), { name: 'StoreError' })),
    };
    const evaluate = evaluateFrom(full, () => true);
    expect(await evaluate(asked)).toEqual(await fromSamples(asked));
  });
});
