import { verifyCommand } from '@upheld/collector/commands/verify';
import type { Check } from '@upheld/collector/operations/findings';
import { describe, expect, it } from 'vitest';

const whole: Check[] = [
  { name: 'engine', summary: 'pages, indexes and references', faults: [], count: 0 },
  { name: 'slots', summary: '60 slots of 1 probed target, 0 samples beside them', faults: [], count: 0 },
];
const broken: Check[] = [
  ...whole,
  { name: 'blocks', summary: '2 blocks', faults: ['the first is damaged', 'so is the second'], count: 5 },
];

async function run(args: string[], checks: Check[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await verifyCommand(args, {
    verify: async () => checks,
    write: (text) => out.push(text),
    writeError: (text) => err.push(text),
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('upheld verify', () => {
  it('prints a line a check', async () => {
    expect(await run([], whole)).toEqual({
      code: 0,
      out:
        'ok    engine  pages, indexes and references\n' +
        'ok    slots   60 slots of 1 probed target, 0 samples beside them\n',
      err: '',
    });
  });

  it('prints the first faults under their check, and fails', async () => {
    const { code, out } = await run([], broken);
    expect(code).toBe(1);
    expect(out.split('\n').slice(2)).toEqual([
      'FAIL  blocks  2 blocks',
      '      the first is damaged',
      '      so is the second',
      '      and 3 more',
      '',
    ]);
  });

  it('prints the checks as JSON', async () => {
    const { code, out } = await run(['--json'], broken);
    expect({ code, ...JSON.parse(out) }).toEqual({ code: 1, isWhole: false, checks: broken });
  });

  it.each([['now'], ['--jsn']])('explains its usage when asked %s', async (arg) => {
    const { code, err } = await run([arg], whole);
    expect(code).toBe(2);
    expect(err).toContain('usage: upheld verify [--json]');
  });
});
