import { describe, expect, it } from 'vitest';
import { readStaleDesks } from '@upheld/collector/stale-desks';
import { anAgreement } from '../builders/agreement.ts';
import { minute, noon } from './collect/scene.ts';
import { temporaryStore } from './collect/temporary-store.ts';

const [http] = anAgreement().sources;
if (http === undefined) throw new Error('the builder has a source');
const named = (name: string, type: string) => ({ ...http, name, type });

describe('the stale desks of an agreement', () => {
  it('are those that fail, with how far they are known, and those that were never read', async () => {
    const store = await temporaryStore();
    const at = (source: string) => ({ agreement: 'acme', source });
    await store.recordSync(at('fresh'), noon);
    await store.recordSync(at('failing'), noon - 9 * minute);
    await store.recordSyncFailure(at('failing'), noon - 5 * minute, 'status 503');
    await store.recordSync(at('mended'), noon - 9 * minute);
    await store.recordSyncFailure(at('mended'), noon - 5 * minute, 'status 503');
    await store.recordSync(at('mended'), noon - minute);
    await store.recordSyncFailure(at('refused'), noon - minute, 'status 401');
    const names = ['fresh', 'failing', 'mended', 'refused', 'new'];
    const sources = [http, named('files', 'import'), ...names.map((name) => named(name, 'redmine'))];
    expect(await readStaleDesks(store, anAgreement({ sources }), (type) => type === 'redmine')).toEqual([
      { source: 'failing', knownUntil: noon - 9 * minute, failingSince: noon - 5 * minute },
      { source: 'refused', knownUntil: null, failingSince: noon - minute },
      { source: 'new', knownUntil: null, failingSince: null },
    ]);
  });
});
