// The same facts under the same terms give byte-identical statements: every recorded case is judged again, from
// its files through the store, however its facts came in.
import { indicatorKinds, supportKinds } from '@upheld/shared/indicators/registry';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { arrangements } from './arrangements.ts';
import { caseNames, readCase, recordedStatement } from './cases.ts';
import { difference } from './difference.ts';
import { replay } from './replay.ts';

for (const name of caseNames) {
  describe(`the recorded case ${name}`, () => {
    const recorded = readCase(name);
    for (const { title, arrange } of arrangements) {
      it(`gives the same bytes with its facts ${title}`, async () => {
        const bytes = await replay(recorded, arrange(recorded.facts));
        expect(difference(recordedStatement(name), bytes, name)).toBeNull();
      });
    }
  });
}

describe('the recorded cases', () => {
  it('hold a promise of every kind of indicator; a new kind is recorded in one of them', () => {
    const promised = z.object({ promises: z.array(z.object({ indicator: z.string() })) });
    const statements = caseNames.map(recordedStatement).filter((bytes) => bytes !== '');
    const recorded = statements.flatMap((bytes) =>
      promised.parse(JSON.parse(bytes)).promises.map(({ indicator }) => indicator),
    );
    const kinds = [...indicatorKinds, ...supportKinds].map(({ type }) => type);
    expect([...new Set(recorded)].sort()).toEqual(kinds.sort());
  });
});

describe('the difference between two statements', () => {
  it('is none between the same bytes', () => {
    expect(difference('{\n  "a": 1\n}\n', '{\n  "a": 1\n}\n', 'quarter')).toBeNull();
  });

  it('names the first line that differs and what to do', () => {
    const says = difference('{\n  "a": 1\n}\n', '{\n  "a": 2\n}\n', 'quarter');
    expect(says).toContain('quarter/statement.json:2: recorded "a": 1 and now "a": 2');
    expect(says).toContain('[CHANGE]');
    expect(says).toContain('pnpm replay:record quarter');
  });

  it('is seen in the last byte', () => {
    expect(difference('{}\n', '{}', 'quarter')).toContain(':2: ');
  });
});
