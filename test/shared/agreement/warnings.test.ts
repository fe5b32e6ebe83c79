import { readAgreement } from '@upheld/shared/agreement/read';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import { warningsOf } from '@upheld/shared/agreement/warnings';
import { describe, expect, it } from 'vitest';
import { agreementDocument, kinds, matrix } from './builder.ts';

function warnings(spec: Record<string, unknown>): string[] {
  const read = readAgreement(agreementDocument(spec), kinds);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return warningsOf([read.value], [], defaultSettings);
}

describe('warnings', () => {
  it('name severities without updates, with their clause', () => {
    const severities = [
      { level: 1, name: 'Critical', firstResponse: '2h', updateEvery: '1h' },
      { level: 2, name: 'High', firstResponse: '8h' },
      { level: 3, name: 'Low', firstResponse: '8h' },
    ];
    expect(warnings({ support: [matrix({ severities, clause: { section: '7.1' } })] })).toEqual([
      'acme: support.issues (section 7.1) promises no updates for severity 2, 3, so none are measured; agree on a cadence, such as updateEvery: 1d',
      'acme: this release does not judge updateEvery yet; follow that elsewhere',
    ]);
  });

  it('name maintenance without a cap', () => {
    const maintenance = (terms: object) => ({ governance: { exclusions: { scheduledMaintenance: terms } } });
    expect(warnings(maintenance({ noticeBefore: '5bd' }))).toHaveLength(1);
    expect(warnings(maintenance({ noticeBefore: '5bd', capPerMonth: '4h' }))).toEqual([]);
  });

  it('are none where nothing is in doubt', () => {
    expect(warnings({})).toEqual([]);
  });
});
