import { defaultSettings } from '@upheld/shared/agreement/settings';
import { politeness } from '@upheld/shared/lint/politeness';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';
import { found, probed } from './found.ts';

/** So many sources of one cadence, each with a timeout of 10 s. */
const sources = (count: number, every: string, more: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, index) => probed(`api-${index}`, every, more));

const allowing = (change: Partial<typeof defaultSettings.politeness>) => ({
  ...defaultSettings,
  politeness: { ...defaultSettings.politeness, ...change },
});

describe('a schedule that asks more than politeness allows', () => {
  it('is named with what it sends and what is allowed, by its requests a second', () => {
    // 100 sources every 5 s are 20 a second; three attempts each make 60. At once: 3 · 10 s / 5 s · 100 = 600.
    const written = sources(100, '5s', { retry: { attempts: 3, delay: '5s' } });
    expect(found('politeness', { sources: written }, allowing({ atOnce: 600 }))).toEqual([
      {
        path: 'sources',
        clause: null,
        why: 'with their retries and redirects its sources send up to 60 requests a second, and politeness in the settings allows 50: slots without room are not measured',
        proposal: 'politeness: { requestsPerSecond: 60 } # under spec of the settings',
      },
    ]);
  });

  it('is named by its requests at once too, which a partner that never answers makes many', () => {
    // 70 sources every second wait 10 s each: 700 at once, and 70 a second.
    expect(found('politeness', { sources: sources(70, '1s') }).map(({ why }) => why)).toEqual([
      expect.stringMatching(/up to 70 requests a second, and politeness in the settings allows 50:/),
      expect.stringMatching(
        /up to 700 of its requests wait at once, and politeness in the settings allows 500:/,
      ),
    ]);
  });

  it('is proposed a whole number that is enough', () => {
    // 5 sources every 15 s are a third of a request a second, and 3.3 at once.
    const tight = allowing({ requestsPerSecond: 1, atOnce: 3 });
    expect(found('politeness', { sources: sources(5, '15s') }, tight)).toMatchObject([
      { proposal: 'politeness: { atOnce: 4 } # under spec of the settings' },
    ]);
  });

  it('counts what redirects add', () => {
    const spec = { url: 'https://api.acme.example', timeout: '1s', redirects: 3 };
    const [source] = anAgreement().sources;
    if (source === undefined) throw new Error('the agreement has a source');
    // One attempt a second with three redirects: four requests.
    const terms = anAgreement({ sources: [{ ...source, every: '1s', spec }] });
    expect(politeness.find(terms, allowing({ requestsPerSecond: 3 }))).toMatchObject([
      { proposal: 'politeness: { requestsPerSecond: 4 } # under spec of the settings' },
    ]);
    expect(politeness.find(terms, allowing({ requestsPerSecond: 4 }))).toEqual([]);
  });

  it('is left alone where it just fits, or where the settings are not known', () => {
    // 50 a second and 500 at once.
    expect(found('politeness', { sources: sources(50, '1s') })).toEqual([]);
    expect(found('politeness', { sources: sources(51, '1s') }, null)).toEqual([]);
  });

  it('counts nothing of sources that ask nobody', () => {
    const files = Array.from({ length: 100 }, (_, index) => ({
      name: `file-${index}`,
      type: 'import',
      every: '1s',
    }));
    expect(found('politeness', { sources: files })).toEqual([]);
  });
});
