import { describe, expect, it, onTestFinished } from 'vitest';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { watch } from '@upheld/collector/evaluation/watch';
import type { Look, WatchParts } from '@upheld/collector/evaluation/watch';
import { aPromise, aStatement, anAgreement } from '../../builders/agreement.ts';
import { fakeClock, settled } from '../schedule/fake-clock.ts';
import type { FakeClock } from '../schedule/fake-clock.ts';

const start = Date.UTC(2026, 7, 15, 12);
const named = (name: string) => anAgreement({ name });

type World = {
  clock: FakeClock;
  /** A reload replaces them. */
  inForce: { agreements: Agreement[]; exclusions: [] };
  facts: ReturnType<typeof remembering>;
};

/** A watch over agreements, with all that it tells. */
function scene(agreements: Agreement[], change: (world: World) => Partial<WatchParts> = () => ({})) {
  const world: World = {
    clock: fakeClock(start),
    inForce: { agreements, exclusions: [] },
    facts: remembering(),
  };
  const { clock, inForce, facts } = world;
  const seen: { looks: Look[]; errors: unknown[][]; settledFor: string[] } = {
    ...{ looks: [], errors: [], settledFor: [] },
  };
  const parts: WatchParts = {
    clock,
    terms: () => inForce,
    evaluate: facts.evaluate,
    settle: async (agreement) => {
      seen.settledFor.push(agreement.name);
      return { opened: [], cleared: [], occurrences: [] };
    },
    onLook: (look) => seen.looks.push(look),
    onError: (...error) => seen.errors.push(error),
    ...change(world),
  };
  const { again, stop } = watch(parts);
  onTestFinished(stop);
  return { ...world, again, stop, ...seen };
}

/** Gives the very same statement until `change` says that the facts are others. */
function remembering() {
  const statements = new Map<string, Statement>();
  return {
    change: () => statements.clear(),
    evaluate: async ({ agreement, period }: Parameters<WatchParts['evaluate']>[0]) => {
      const key = `${agreement.name} ${period}`;
      const statement = statements.get(key) ?? aStatement({ agreement: agreement.name, period });
      statements.set(key, statement);
      return statement;
    },
  };
}

const namesOf = (looks: Look[]) => looks.map(({ agreement }) => agreement.name);

describe('continuous evaluation', () => {
  it('looks at every agreement at once and shows its current quarter', async () => {
    const { looks } = scene([named('acme'), named('globex')]);
    await settled();
    expect(namesOf(looks)).toEqual(['acme', 'globex']);
    expect(looks.map(({ statement }) => statement.period)).toEqual(['2026-Q3', '2026-Q3']);
  });

  describe('where a promise is judged by the year', () => {
    const objectives = anAgreement().objectives.map((each) => ({ ...each, period: 'year' as const }));
    const since = (from: string) => anAgreement({ effective: { from }, objectives });

    it.each([
      ['2025-12-31', ['2026-Q3', '2026-Q2', '2026-Q1', '2025-Q4', '2026', '2025']],
      ['2026-04-01', ['2026-Q3', '2026-Q2', '2026']],
    ])('settles triggers over this year and the last that it has seen since %s too', async (from, seen) => {
      const periods: string[][] = [];
      scene([since(from)], () => ({
        settle: async (_agreement, statements) => {
          periods.push(statements.map(({ period }) => period));
          return { opened: [], cleared: [], occurrences: [] };
        },
      }));
      await settled();
      expect(periods).toEqual([seen]);
    });

    it('shows it beside the current quarter as it stands in the year that runs', async () => {
      const { looks } = scene([since('2026-04-01')], () => ({
        evaluate: async ({ period }) =>
          period === '2026'
            ? aStatement({ period, promises: [aPromise({ name: 'capacity', period: 'year' }), aPromise()] })
            : aStatement({ period, skipped: [{ name: 'capacity', reason: 'it is judged by the year' }] }),
      }));
      await settled();
      const [look] = looks;
      expect(look?.statement).toMatchObject({ period: '2026-Q3', skipped: [] });
      expect(look?.statement.promises.map(({ name }) => name)).toEqual(['uptime', 'capacity']);
    });
  });

  it('settles triggers over every quarter of two years that the agreement has seen', async () => {
    const periods: string[][] = [];
    scene([anAgreement({ effective: { from: '2024-01-01' } })], () => ({
      settle: async (_agreement, statements) => {
        periods.push(statements.map(({ period }) => period));
        return { opened: [], cleared: [], occurrences: [] };
      },
    }));
    await settled();
    const [year2026, year2025] = [
      ['2026-Q3', '2026-Q2', '2026-Q1'],
      ['2025-Q4', '2025-Q3', '2025-Q2'],
    ];
    expect(periods).toEqual([[...year2026, ...year2025, '2025-Q1', '2024-Q4']]);
  });

  it('tells nobody anything while nothing has changed', async () => {
    const { clock, looks, settledFor } = scene([named('acme')]);
    await clock.advance(30_000);
    expect(looks).toHaveLength(1);
    expect(settledFor).toHaveLength(1);
  });

  it('looks again within a second when facts have changed', async () => {
    const { clock, looks, facts } = scene([named('acme')]);
    await settled();
    facts.change();
    await clock.advance(1_000);
    expect(looks).toHaveLength(2);
  });

  it.each([
    [400, 12_000, 'thirty times as long as it worked'],
    [3_000, 60_000, 'a minute where that would be longer'],
    [7_000, 70_000, 'ten times as long where a minute is less'],
  ])('after %d ms rests %d ms: %s', async (workedMs, restMs) => {
    const young = anAgreement({ effective: { from: '2026-07-01' } });
    const { clock, looks, facts } = scene([young], (world) => ({
      evaluate: async (judging) => {
        world.clock.stall(workedMs);
        return world.facts.evaluate(judging);
      },
    }));
    await settled();
    facts.change();
    await clock.advance(restMs - 1);
    expect(looks).toHaveLength(1);
    expect(looks[0]?.tookMs).toBe(workedMs);
    await clock.advance(1);
    expect(looks).toHaveLength(2);
  });

  it('goes on with the other agreements when one cannot be judged, and tries that one again', async () => {
    let isBroken = true;
    const { clock, looks, errors } = scene([named('acme'), named('globex')], ({ facts }) => ({
      evaluate: async (judging) => {
        if (isBroken && judging.agreement.name === 'acme') throw new Error('the disk is gone');
        return facts.evaluate(judging);
      },
    }));
    await settled();
    expect(errors).toEqual([['acme', new Error('the disk is gone')]]);
    expect(namesOf(looks)).toEqual(['globex']);
    isBroken = false;
    await clock.advance(1_000);
    expect(namesOf(looks)).toEqual(['globex', 'acme']);
  });

  it('looks again after triggers could not be stored', async () => {
    let failures = 1;
    const { clock, looks, errors } = scene([named('acme')], () => ({
      settle: async () => {
        if (failures-- > 0) throw new Error('the disk is full');
        return { opened: [], cleared: [], occurrences: [] };
      },
    }));
    await clock.advance(2_000);
    expect(errors).toHaveLength(1);
    expect(looks).toHaveLength(1);
  });
});

describe('an agreement that could be judged again', () => {
  it('is shown although nothing has changed, so that everybody knows', async () => {
    let fails = false;
    const { clock, looks, errors } = scene([named('acme')], ({ facts }) => ({
      evaluate: async (judging) => {
        if (fails) throw new Error('the disk is gone');
        return facts.evaluate(judging);
      },
    }));
    await settled();
    fails = true;
    await clock.advance(1_000);
    expect(errors).toHaveLength(1);
    fails = false;
    await clock.advance(1_000);
    expect(looks).toHaveLength(2);
  });
});

describe('a reload while an agreement is judged', () => {
  it('keeps terms that no longer hold from opening triggers and from being shown', async () => {
    const judged: string[] = [];
    const { looks, settledFor, errors } = scene([named('acme'), named('globex')], ({ inForce, facts }) => ({
      evaluate: async (judging) => {
        judged.push(judging.agreement.name);
        inForce.agreements = [];
        return facts.evaluate(judging);
      },
    }));
    await settled();
    expect(new Set(judged)).toEqual(new Set(['acme']));
    expect(settledFor).toEqual([]);
    expect(looks).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('shows nothing of an agreement that left while its triggers were stored', async () => {
    const { looks, errors } = scene([named('acme')], ({ inForce }) => ({
      settle: async () => {
        inForce.agreements = [];
        return { opened: [], cleared: [], occurrences: [] };
      },
    }));
    await settled();
    expect(looks).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('looks at an agreement that came', async () => {
    const { clock, inForce, looks } = scene([named('acme')]);
    await settled();
    inForce.agreements = [...inForce.agreements, named('globex')];
    await clock.advance(1_000);
    expect(namesOf(looks)).toEqual(['acme', 'globex']);
  });
});

describe('stopping', () => {
  it('waits for the agreement that is being judged and begins no other', async () => {
    const gate = Promise.withResolvers<null>();
    const { stop, looks, clock } = scene([named('acme'), named('globex')], ({ facts }) => ({
      evaluate: async (judging) => {
        await gate.promise;
        return facts.evaluate(judging);
      },
    }));
    await settled();
    let isOver = false;
    const over = stop().then(() => (isOver = true));
    await settled();
    expect(isOver).toBe(false);
    gate.resolve(null);
    await over;
    expect(namesOf(looks)).toEqual(['acme']);
    expect(clock.pending()).toBe(0);
  });

  it('begins no further round', async () => {
    const { clock, stop, facts, looks } = scene([named('acme')]);
    await settled();
    await stop();
    expect(clock.pending()).toBe(0);
    facts.change();
    await clock.advance(60_000);
    expect(looks).toHaveLength(1);
  });
});

describe('being asked to look again', () => {
  it('looks at once instead of resting', async () => {
    const { again, inForce, looks, clock } = scene([named('acme')]);
    await settled();
    inForce.agreements = [named('acme'), named('globex')];
    again();
    await settled();
    expect(looks.map(({ agreement }) => agreement.name)).toEqual(['acme', 'globex']);
    expect(clock.pending()).toBe(1);
  });

  it('while it looks, looks again as soon as it has ended', async () => {
    const gate = Promise.withResolvers<undefined>();
    let isFirst = true;
    const { again, looks, clock } = scene([named('acme')], ({ facts }) => ({
      evaluate: async (judging) => {
        if (isFirst) await gate.promise;
        isFirst = false;
        facts.change();
        return facts.evaluate(judging);
      },
    }));
    again();
    await settled();
    expect(looks).toHaveLength(0);
    gate.resolve(undefined);
    await settled();
    expect(looks).toHaveLength(1);
    await clock.advance(0);
    expect(looks).toHaveLength(2);
    await clock.advance(999);
    expect(looks).toHaveLength(2);
  });

  it('does nothing once it is stopped', async () => {
    const { again, stop, facts, looks, clock } = scene([named('acme')]);
    await settled();
    await stop();
    facts.change();
    again();
    await settled();
    expect([looks.length, clock.pending()]).toEqual([1, 0]);
  });
});
