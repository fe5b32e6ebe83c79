import { describe, expect, it } from 'vitest';
import { countWork } from '@upheld/collector/collect/count-work';
import { prometheus } from '@upheld/collector/traffic/prometheus';
import { trafficKinds } from '@upheld/collector/traffic/registry';
import type { Agreement, Objective, Source } from '@upheld/shared/agreement/agreement';
import { anAgreement } from '../../builders/agreement.ts';

const day = 86_400_000;
const january = Date.UTC(2026, 0, 1);
const july = Date.UTC(2026, 6, 1);
const spec = { url: 'https://prometheus.acme.example', total: 'sum(a[1h])', bad: 'sum(b[1h])' };
const gateway: Source = {
  ...{ name: 'gateway', type: 'prometheus', every: '60s', agreeing: 1, spec },
  retry: { attempts: 1, delay: '5s' },
};

/** An agreement that reads `gateway`, and what its amendments of 1 July and later make of its sources. */
function amended(...versions: [number, Source[]][]): Agreement {
  const signed = anAgreement({ timeZone: 'UTC', sources: [gateway] });
  const later = versions.map(([from, sources], index) => ({
    ...{ name: `acme-a${index}`, from, terms: { ...signed, sources } },
  }));
  return { ...signed, amended: later };
}

/** From when until when which query counts all requests. */
const termsAt = (agreement: Agreement, at: number) =>
  countWork(agreement, trafficKinds, at)
    .get('gateway')
    ?.terms.map(({ start, end, spec: read }) => [start, end, prometheus.spec.parse(read).total]);

describe('what counted traffic asks of the collector', () => {
  it('is asked from the first day of the agreement to the end of its last', () => {
    expect(termsAt(amended(), july)).toEqual([[january, Infinity, 'sum(a[1h])']]);
    const ended = { ...amended(), effective: { from: '2026-01-01', until: '2026-06-30' } };
    expect(termsAt(ended, july + 30 * day)).toEqual([[january, july, 'sum(a[1h])']]);
  });

  it('goes on under the same terms through an amendment that leaves them alone', () => {
    expect(termsAt(amended([july, [{ ...gateway, every: '5m' }]]), july)).toEqual([
      [january, Infinity, 'sum(a[1h])'],
    ]);
    expect(
      countWork(amended([july, [{ ...gateway, every: '5m' }]]), trafficKinds, july).get('gateway'),
    ).toMatchObject({
      everyMs: 300_000,
    });
  });

  it('is asked for earlier hours as it was agreed then', () => {
    const changed = { ...gateway, spec: { ...spec, total: 'sum(c[1h])' } };
    expect(termsAt(amended([july, [changed]]), july)).toEqual([
      [january, july, 'sum(a[1h])'],
      [july, Infinity, 'sum(c[1h])'],
    ]);
    expect(termsAt(amended([july, [changed]]), july - 1)).toEqual([[january, july, 'sum(a[1h])']]);
  });

  it('stays for the last hours of a source that is gone, until its name means something else', () => {
    expect(termsAt(amended([july, []]), july)).toEqual([[january, july, 'sum(a[1h])']]);
    const probed = { ...gateway, type: 'http', spec: { url: 'https://a.example' } };
    expect(termsAt(amended([july, []], [july + day, [probed]]), july + day)).toBeUndefined();
  });

  it('is asked only about sources that are counted', () => {
    expect([...countWork(anAgreement(), trafficKinds, july).keys()]).toEqual([]);
  });

  it('knows the longest period of the promises that read the source', () => {
    const [uptime] = anAgreement().objectives;
    if (uptime === undefined) throw new Error('the builder promises uptime');
    const reading = (period: Objective['period'], source = 'gateway') => ({
      ...{ ...uptime, name: `${period}-${source}`, period },
      indicator: { type: 'error-rate', sources: [source] },
    });
    const judged = (...objectives: Objective[]) =>
      countWork({ ...amended(), objectives }, trafficKinds, july).get('gateway')?.judgedMs;
    expect(judged()).toBe(0);
    expect(judged(reading('month'), reading('year', 'api'))).toBe(31 * day);
    expect(judged(reading('month'), reading('quarter'))).toBe(92 * day);
    expect(judged(reading('year'))).toBe(366 * day);
  });
});
