import { describe, expect, it, onTestFinished } from 'vitest';
import { judge } from '@upheld/collector/evaluation/judge';
import type { Judged, JudgeInput } from '@upheld/collector/evaluation/judge';
import { createJudgeThread } from '@upheld/collector/evaluation/judge-thread';
import { anAgreement } from '../../builders/agreement.ts';
import { columnsOf } from '../../builders/ticket-columns.ts';
import { aMatrix, aSeverity, aTicket } from '../../shared/indicators/matrix.ts';

const start = Date.UTC(2026, 3, 1);
const end = Date.UTC(2026, 6, 1);
const asOf = Date.UTC(2026, 7, 1);

/** A quarter of `sources` endpoints that are asked every 15 s and always answer. */
function quarter(sources: number): JudgeInput {
  const names = Array.from({ length: sources }, (_, index) => `api-${index}`);
  const {
    sources: [source],
    objectives: [objective],
  } = anAgreement();
  if (source === undefined || objective === undefined) throw new Error('the builder has both');
  const slots = (end - start) / 15_000;
  const series = names.map((name) => ({
    ...{ source: name, vantage: 'main', outcome: new Uint8Array(slots) },
    at: Float64Array.from({ length: slots }, (_, slot) => start + slot * 15_000),
    latencyMs: new Float64Array(slots).fill(20),
  }));
  const desk = { columns: columnsOf(aTicket('T-1', '2026-05-04T10:00:00Z')), gaps: [] };
  return {
    agreement: anAgreement({
      timeZone: 'UTC',
      sources: names.map((name) => ({ ...source, name, every: '15s' })),
      objectives: names.map((name) => ({
        ...objective,
        name,
        indicator: { type: 'availability', sources: [name], combine: 'all' },
      })),
      support: [aMatrix({ source: 'desk' })],
    }),
    ...{ exclusions: [], period: '2026-Q2', asOf },
    facts: {
      series: new Map(series.map((one) => [one.source, [one]])),
      slices: new Map(),
      desks: new Map([['desk', desk]]),
      loadTests: [],
    },
  };
}

function thread() {
  const made = createJudgeThread();
  onTestFinished(() => made.close());
  return made;
}

const goodIn = ({ statement }: Judged, name: string) =>
  statement.promises.find((promise) => promise.name === name)?.periods.map(({ ledger }) => ledger?.good);

describe('judging in a thread of its own', () => {
  it('says what judging here says', async () => {
    const expected = judge(quarter(1));
    // April, May and June have 30, 31 and 30 days of 1440 minutes.
    expect(goodIn(expected, 'api-0')).toEqual([43_200, 44_640, 43_200]);
    expect(await thread().judge(quarter(1))).toEqual(expected);
  });

  it('leaves elapsed slots off of which nobody reads each, and counts them', async () => {
    // Answered on 4 May at 11:00 UTC and never again: of the slots of an hour one falls due each hour until June ends.
    const answered = aTicket('T-1', '2026-05-04T10:00:00Z', { replied: '2026-05-04T11:00:00Z' });
    const asked = () => {
      const input = quarter(0);
      const matrix = aMatrix({ period: 'quarter', severities: [aSeverity({ updateEvery: '1h' })] });
      const desks = new Map([['desk', { columns: columnsOf(answered), gaps: [] }]]);
      return {
        ...input,
        agreement: { ...input.agreement, support: [matrix] },
        facts: { ...input.facts, desks },
      };
    };
    const [here, there] = [judge(asked()), await thread().judge(asked())];
    const cadence = ({ statement }: Judged) => statement.promises.at(-1)?.periods[0];
    // 12 hours of 4 May after 12:00, both included, are 12; 27 days of May and 30 of June are 1,368.
    expect(cadence(here)?.clocks).toHaveLength(1_380);
    expect(cadence(there)?.clocks).toEqual(cadence(here)?.clocks?.slice(0, 200));
    expect(cadence(there)).toMatchObject({
      events: { good: 0, total: 1_380 },
      clocksMore: { missed: 1_180, unknown: 0, running: 0, met: 0 },
    });
  });

  it('lets timers come on time while a large quarter is judged', async () => {
    const { judge: judgeThere } = thread();
    await judgeThere(quarter(1));
    const large = quarter(8);
    let worstMs = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      worstMs = Math.max(worstMs, performance.now() - last);
      last = performance.now();
    }, 5);
    const begun = performance.now();
    await judgeThere(large);
    clearInterval(timer);
    const tookMs = performance.now() - begun;
    expect(worstMs).toBeLessThan(tookMs * 0.8);
  });

  it('answers several askers, each with their own', async () => {
    const { judge: judgeThere } = thread();
    const periods = ['2026-04', '2026-05', '2026-06'];
    const statements = await Promise.all(periods.map((period) => judgeThere({ ...quarter(1), period })));
    expect(statements.map(({ statement }) => statement.period)).toEqual(periods);
  });

  it('gives a fault of what was asked back as it is, and goes on', async () => {
    const { judge: judgeThere } = thread();
    await expect(judgeThere({ ...quarter(1), period: 'sometime' })).rejects.toThrow(RangeError);
    expect((await judgeThere(quarter(1))).statement.period).toBe('2026-Q2');
  });

  it('leaves nobody waiting when it is closed, and starts again when it is needed', async () => {
    const made = thread();
    const asked = made.judge(quarter(1));
    const left = expect(asked).rejects.toThrow('the thread that judges has ended');
    await made.close();
    await left;
    expect((await made.judge(quarter(1))).statement.period).toBe('2026-Q2');
  });
});
