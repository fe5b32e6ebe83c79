import { readAgreement, readExclusion } from '@upheld/shared/agreement/read';
import type { FullAgreement } from '@upheld/shared/agreement/document';
import type { Exclusion } from '@upheld/shared/agreement/agreement';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import type { Settings } from '@upheld/shared/agreement/settings';
import { warningsOf } from '@upheld/shared/lint/lint';
import { describe, expect, it } from 'vitest';
import { agreementDocument, exclusionDocument, kinds, objective } from '../agreement/builder.ts';

function agreement(spec: Record<string, unknown> = {}, name = 'acme'): FullAgreement {
  const read = readAgreement(agreementDocument(spec, name), kinds);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
}

function exclusion(spec: Record<string, unknown>): Exclusion {
  const read = readExclusion(exclusionDocument(spec));
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
}

function warnings(parts: { agreements?: FullAgreement[]; exclusions?: Exclusion[]; settings?: Settings }) {
  return warningsOf({ agreements: [], amendments: [], exclusions: [], settings: defaultSettings, ...parts });
}

const full = objective({ objective: { op: '>=', target: '100%' } });
const approval = (party: string) => ({ party, by: 'Tom Falk', at: '2026-08-04T10:00:00Z' });
const channels: Settings['channels'] = [
  {
    name: 'chat',
    type: 'webhook',
    for: ['steering', 'working-group'],
    spec: { url: 'https://chat.us.example' },
  },
];
const steering = { bodies: [{ name: 'steering', members: ['us.accountable'], meets: '1Q' }] };

describe('a configuration', () => {
  it('is linted agreement by agreement; each warning says whose it is and what to change', () => {
    const agreements = [agreement(), agreement({ objectives: [full] }, 'lumen')];
    expect(warnings({ agreements })).toEqual([
      {
        rule: 'full-target',
        agreement: 'lumen',
        document: { kind: 'Agreement', name: 'lumen' },
        path: 'objectives.uptime.objective.target',
        clause: null,
        why: 'one bad minute misses >= 100%, and no number of good ones proves it',
        proposal: 'target: 99.99%',
      },
    ]);
  });

  it('is told of an amendment what the amendment brings, once, and nothing that was there before', () => {
    const original = agreement({ objectives: [full] });
    const terms = agreement({
      objectives: [full, objective({ name: 'api', objective: { op: '>=', target: '100%' } })],
    });
    const from = Date.UTC(2026, 6, 16);
    const amended = [
      { name: 'acme-a1', from, terms },
      { name: 'acme-a2', from: from + 86_400_000, terms },
    ];
    expect(
      warnings({ agreements: [{ ...original, amended }] }).map(({ document, path }) => [document.name, path]),
    ).toEqual([
      ['acme', 'objectives.uptime.objective.target'],
      ['acme-a1', 'objectives.api.objective.target'],
    ]);
  });

  it('has exclusions that do not act because their claimant approved them', () => {
    const agreements = [agreement()];
    const approved = (party: string) =>
      warnings({ agreements, exclusions: [exclusion({ approvedBy: approval(party) })] });
    expect(approved('acme')).toEqual([
      {
        rule: 'self-approved',
        agreement: 'acme',
        document: { kind: 'Exclusion', name: 'pause' },
        path: 'approvedBy',
        clause: null,
        why: 'acme asked for this and approved it too, so it does not act until the other party approves',
        proposal: 'approvedBy: { party: us, by: Ina Weiss, at: ... }',
      },
    ]);
    expect(approved('us')).toEqual([]);
    expect(warnings({ agreements, exclusions: [exclusion({})] })).toEqual([]);
  });

  it('has channels for bodies that no agreement has, and channels that nothing is sent to yet', () => {
    const settings = { ...defaultSettings, channels };
    expect(warnings({ agreements: [agreement({ governance: steering })], settings })).toEqual([
      {
        rule: 'channels-for-nobody',
        agreement: null,
        document: { kind: 'Settings', name: 'settings' },
        path: 'channels.chat.for',
        clause: null,
        why: 'no agreement has working-group under governance.bodies, so nobody is told there',
        proposal:
          '- { name: working-group, members: [us.accountable], meets: 1w } # under governance.bodies of an agreement',
      },
      expect.objectContaining({ rule: 'not-sent', path: 'channels', proposal: null }),
    ]);
    expect(warnings({ agreements: [agreement({ governance: steering })] })).toEqual([]);
  });
});
