import { describe, expect, it } from 'vitest';
import { standingTerms } from '@upheld/collector/source-terms';
import { slotPhase } from '@upheld/shared/time/slots';
import { anAgreement } from '../builders/agreement.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 7, 15, 12);

describe('what of a source follows from the configuration', () => {
  it('is what its kind gives, and whether it calls us', () => {
    const { givesOf, callsUs } = standingTerms(anAgreement(), 'main', noon);
    expect(['http', 'statuspage', 'json-http', 'prometheus', 'import'].map(givesOf)).toEqual([
      ...['checks', 'checks', 'tickets', 'counts', 'imports'],
    ]);
    expect(['http', 'heartbeat'].map(callsUs)).toEqual([false, true]);
  });

  it('is the next slot of its own phase, within one cadence from now', () => {
    const next = standingTerms(anAgreement(), 'main', noon).nextAt('api') ?? 0;
    expect(next).toBeGreaterThanOrEqual(noon);
    expect(next).toBeLessThan(noon + minute);
    expect(next % minute).toBe(slotPhase('acme', 'api', minute));
  });

  it('is no slot where nobody is asked: of an agreement that has ended, and of facts from files', () => {
    const ended = anAgreement({ effective: { from: '2026-01-01', until: '2026-06-30' } });
    expect(standingTerms(ended, 'main', noon).nextAt('api')).toBeNull();
    const sources = anAgreement().sources.map((source) => ({ ...source, type: 'import', spec: {} }));
    expect(standingTerms(anAgreement({ sources }), 'main', noon).nextAt('api')).toBeNull();
  });
});
