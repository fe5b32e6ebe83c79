import { describe, expect, it } from 'vitest';
import { createInstruments } from '@upheld/collector/metrics/instruments';
import { showReport } from '@upheld/collector/metrics/record';

const source = { agreement: 'acme', source: 'page' };

describe('the metric of a reported status', () => {
  it('is 1 for what was said last and 0 for every other word', async () => {
    const instruments = createInstruments();
    showReport(instruments, source, { status: 'major_outage', maintenance: [] });
    showReport(instruments, source, { status: 'degraded', maintenance: [] });
    const { values } = await instruments.reportedStatus.get();
    expect(Object.fromEntries(values.map(({ labels, value }) => [labels.status, value]))).toEqual({
      ...{ operational: 0, degraded: 1, partial_outage: 0, major_outage: 0, maintenance: 0, unknown: 0 },
    });
  });
});
