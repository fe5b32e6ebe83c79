import { backupCommand } from '@upheld/collector/commands/backup';
import { migrateStorageCommand } from '@upheld/collector/commands/migrate-storage';
import { restoreCommand } from '@upheld/collector/commands/restore';
import type { BackedUp } from '@upheld/collector/operations/back-up';
import type { Check } from '@upheld/collector/operations/findings';
import type { Moved } from '@upheld/collector/operations/move';
import { OperationError } from '@upheld/collector/operations/operation-error';
import { describe, expect, it } from 'vitest';

const check = (name: string, faults: string[] = []): Check => ({
  ...{ name, summary: 'all of it', faults, count: faults.length },
});
const sha256 = 'ab'.repeat(32);

function printed() {
  const out: string[] = [];
  const err: string[] = [];
  const words = () => ({ out: out.join(''), err: err.join('') });
  return { write: (text: string) => out.push(text), writeError: (text: string) => err.push(text), words };
}

describe('upheld backup', () => {
  const made: BackedUp = {
    path: '/safe/upheld.db',
    manifest: {
      ...{ upheld: '1.0.0', schema: 7, madeAt: '2026-11-21T10:00:00Z', configuration: {} },
      ...{ bytes: 1_234_567, sha256, rows: { samples: 1200, blocks: 34 } },
    },
    checks: [check('engine')],
  };
  const run = async (args: string[], backUp: () => Promise<BackedUp>) => {
    const asked: unknown[] = [];
    const { words, ...to } = printed();
    const code = await backupCommand(args, {
      ...to,
      backUp: (...request) => {
        asked.push(request);
        return backUp();
      },
    });
    return { code, asked, ...words() };
  };

  it('says what was checked, how much it is and its SHA-256', async () => {
    expect(await run(['upheld.db', '--force'], async () => made)).toEqual({
      ...{ code: 0, asked: [['upheld.db', true]], err: '' },
      out: `ok    engine  all of it\n/safe/upheld.db: 1,234 rows, 34 of them blocks, 1,234,567 bytes, SHA-256 ${sha256}\n`,
    });
  });

  it('fails where the store is damaged, and says where the copy is', async () => {
    const damaged = { ...made, path: '/safe/upheld.db.damaged' };
    const { code, err } = await run(['upheld.db'], async () => damaged);
    expect(code).toBe(1);
    expect(err).toContain('its copy is /safe/upheld.db.damaged and no older backup was replaced');
  });

  it('says what stands in its way, and lets a defect of ours through', async () => {
    const refused = await run(['upheld.db'], async () => {
      throw new OperationError('it is there already');
    });
    expect(refused).toMatchObject({ code: 1, err: 'upheld backup: it is there already\n' });
    const defect = run(['upheld.db'], async () => {
      throw new TypeError('undefined is no function');
    });
    await expect(defect).rejects.toThrow(TypeError);
  });

  it.each([[[]], [['one', 'two']], [['one', '--forse']]])(
    'explains its usage when asked %j',
    async (args) => {
      const { code, err, asked } = await run(args, async () => made);
      expect({ code, asked }).toEqual({ code: 2, asked: [] });
      expect(err).toContain('usage: upheld backup FILE [--force]');
    },
  );
});

describe('upheld restore', () => {
  const run = async (args: string[], checks: Check[], aside: string | null = null) => {
    const restored: unknown[] = [];
    const { words, ...to } = printed();
    const code = await restoreCommand(args, {
      ...to,
      check: async () => checks,
      restore: async (...request) => {
        restored.push(request);
        return { checks, aside };
      },
      place: () => '/data/upheld.db',
    });
    return { code, restored, ...words() };
  };

  it('checks and changes nothing when asked to verify', async () => {
    expect(await run(['b.db', '--verify'], [check('manifest'), check('engine')])).toEqual({
      ...{ code: 0, restored: [], err: '' },
      out: 'ok    manifest  all of it\nok    engine    all of it\n',
    });
  });

  it('puts a whole backup in place, and says where the old store is', async () => {
    const { code, restored, out } = await run(['b.db', '--force'], [check('engine')], '/data/old.db');
    expect({ code, restored }).toEqual({ code: 0, restored: [['b.db', true]] });
    expect(out).toContain(
      'b.db is in place as /data/upheld.db, and whole; the store that stood there is /data/old.db\n',
    );
  });

  it('puts a damaged backup nowhere', async () => {
    const { code, restored, err } = await run(['b.db'], [check('blocks', ['a hash is other'])]);
    expect({ code, restored }).toEqual({ code: 1, restored: [] });
    expect(err).toBe('upheld restore: b.db is damaged; nothing was changed\n');
  });

  it('puts one in place that lacks slots: its store lacked them', async () => {
    const { code, restored } = await run(['b.db'], [check('slots', ['1 slot without an outcome'])]);
    expect({ code, restored }).toEqual({ code: 0, restored: [['b.db', false]] });
  });
});

describe('upheld migrate-storage', () => {
  const equal: Moved = {
    tables: [{ table: 'samples', rows: 1200, hash: sha256, difference: null }],
    statements: { compared: 16, difference: null },
    checks: [check('engine')],
  };
  const run = async (args: string[], moved: Moved) => {
    const asked: unknown[] = [];
    const { words, ...to } = printed();
    const move = async (request: unknown) => {
      asked.push(request);
      return moved;
    };
    return { code: await migrateStorageCommand(args, { ...to, move }), asked, ...words() };
  };

  it('prints what was compared', async () => {
    expect(await run(['sqlite:a', 'postgres://b', '--resume'], equal)).toEqual({
      ...{ code: 0, err: '', asked: [{ from: 'sqlite:a', to: 'postgres://b', resumes: true }] },
      out:
        '  TABLE       ROWS   SHA-256\n' +
        '  samples     1,200  abababababababab  equal\n' +
        '  statements  16                       equal\n' +
        'ok    engine  all of it\n',
    });
  });

  it.each([
    [
      { tables: [{ table: 'beats', rows: 2, hash: sha256, difference: 'row 2 is missing' }] },
      'beats, row 2 is missing',
    ],
    [
      { statements: { compared: 3, difference: 'the statement of acme for 2026' } },
      'the statement of acme for 2026',
    ],
    [{ checks: [check('blocks', ['a hash is other'])] }, 'a hash is other'],
  ])('fails at the first difference', async (change, words) => {
    const { code, err } = await run(['sqlite:a', 'sqlite:b'], { ...equal, ...change });
    expect(code).toBe(1);
    expect(err).toBe(
      `upheld migrate-storage: the two stores differ: ${words}; see that nothing writes to the old one, and begin anew with an empty new one\n`,
    );
  });

  it.each([[['sqlite:a']], [['sqlite:a', 'sqlite:a']], [['a', 'b', 'c']]])('explains %j', async (args) => {
    const { code, err } = await run(args, equal);
    expect(code).toBe(2);
    expect(err).toContain('usage: upheld migrate-storage FROM TO [--resume]');
  });
});
