import { contradictions } from '@upheld/shared/agreement/contradictions';
import { text, wholeNumber } from '@upheld/shared/agreement/fields';
import type { Kinds } from '@upheld/shared/agreement/kinds';
import { part } from '@upheld/shared/agreement/part';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const bounds = {
  least: wholeNumber('least', { min: 0, max: 9 }, 1),
  most: wholeNumber('most', { min: 0, max: 9 }, 2),
};
const rule = { path: ['most'], error: 'most is at least least, such as 2' };
const isOrdered = ({ least, most }: { least: number; most: number }) => least <= most;
const spec = part('a spec has bounds', '{ least: 1, most: 2 }', {
  ...bounds,
  note: text('a note', 'hello'),
}).refine(isOrdered, rule);
const together = z.object(bounds).refine(isOrdered, rule);

const kinds: Kinds = {
  sources: [
    { type: 'bounded', spec, together, feeds: 'samples' },
    { type: 'free', spec, feeds: 'samples' },
  ],
  ...{ indicators: [], triggers: [] },
};

const faultsOf = (...sources: unknown[]) => contradictions({ spec: { sources } }, kinds);

describe('what the keys of a spec say against each other', () => {
  it('is told at its place, whatever else is wrong with the spec', () => {
    const wrong = { type: 'bounded', spec: { least: 5, most: 3, note: 7, surprise: true } };
    const right = { type: 'bounded', spec: { least: 3, most: 5, note: 'hello' } };
    expect(faultsOf(right, wrong)).toEqual([
      { path: ['spec', 'sources', 1, 'spec', 'most'], got: '3', rule: rule.error },
    ]);
  });

  it('is told once: not where the schema of the spec tells it', () => {
    const contrary = { least: 5, most: 3, note: 'hello' };
    expect(spec.safeParse(contrary).error?.issues).toMatchObject([{ path: ['most'], message: rule.error }]);
    expect(faultsOf({ type: 'bounded', spec: contrary })).toEqual([]);
  });

  it('is not told of keys that are wrong by themselves', () => {
    expect(faultsOf({ type: 'bounded', spec: { least: 'five', most: 3 } })).toEqual([]);
    expect(faultsOf({ type: 'bounded', spec: { most: 3 } })).toEqual([]);
  });

  it.each([[{ type: 'bounded' }], [{ type: 'bounded', spec: 'none' }], ['bounded'], [null]])(
    'is nothing in %j',
    (source) => {
      expect(faultsOf(source)).toEqual([]);
    },
  );

  it('is nothing to kinds without such a rule, and to those that there are not', () => {
    const contrary = { least: 5, most: 3 };
    expect(faultsOf({ type: 'free', spec: contrary }, { type: 'other', spec: contrary })).toEqual([]);
  });
});
