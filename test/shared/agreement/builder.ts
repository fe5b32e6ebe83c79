// Documents that are valid as they are; tests change one thing.
import type { Kinds } from '@upheld/shared/agreement/kinds';
import { duration, httpUrl } from '@upheld/shared/agreement/fields';
import { indicatorKinds } from '@upheld/shared/indicators/registry';
import { triggerKinds } from '@upheld/shared/triggers/registry';
import { z } from 'zod';

/** Small kinds of source beside the real indicators and triggers. */
export const kinds: Kinds = {
  sources: [
    {
      type: 'probe',
      spec: z.strictObject({
        url: httpUrl('https://a.example'),
        timeout: duration(['s'], '10s').default('10s'),
      }),
      feeds: 'samples',
    },
    { type: 'desk', spec: z.strictObject({}), feeds: 'tickets' },
    { type: 'file', spec: z.strictObject({}).prefault({}), feeds: 'any' },
  ],
  indicators: indicatorKinds,
  triggers: triggerKinds,
};

/** The least that an agreement can say. `spec` adds to it or replaces parts of it. */
export function agreementDocument(
  spec: Record<string, unknown> = {},
  name = 'acme',
): Record<string, unknown> {
  return {
    apiVersion: 'upheld/v1',
    kind: 'Agreement',
    metadata: { name },
    spec: {
      effective: { from: '2026-01-01' },
      timeZone: 'Europe/Berlin',
      parties: [party('us'), party('acme')],
      sources: [
        { name: 'api', type: 'probe', spec: { url: 'https://api.acme.example' } },
        { name: 'desk', type: 'desk', spec: {} },
        { name: 'file', type: 'file' },
      ],
      ...spec,
    },
  };
}

export function objective(terms: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'uptime',
    owedBy: 'acme',
    indicator: { type: 'availability', sources: ['api'] },
    objective: { op: '>=', target: '99.9%' },
    period: 'month',
    ...terms,
  };
}

export function matrix(terms: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'issues',
    source: 'desk',
    owedBy: 'acme',
    period: 'month',
    severities: [{ level: 1, name: 'Critical', firstResponse: '2h' }],
    ...terms,
  };
}

export function exclusionDocument(
  spec: Record<string, unknown> = {},
  name = 'pause',
): Record<string, unknown> {
  return {
    apiVersion: 'upheld/v1',
    kind: 'Exclusion',
    metadata: { name },
    spec: {
      agreement: 'acme',
      category: 'force-majeure',
      window: { from: '2026-08-12T11:00:00Z', to: '2026-08-12T12:00:00Z' },
      effect: 'remove',
      reason: 'Flood',
      requestedBy: { party: 'acme', by: 'Tom Falk', at: '2026-08-03T10:00:00Z' },
      ...spec,
    },
  };
}

/** Signed by both parties of `agreementDocument`. */
export function amendmentDocument(
  changes: Record<string, unknown>[],
  spec: Record<string, unknown> = {},
  name = 'acme-a1',
): Record<string, unknown> {
  return {
    apiVersion: 'upheld/v1',
    kind: 'Amendment',
    metadata: { name },
    spec: {
      agreement: 'acme',
      effective: { from: '2026-07-16' },
      changes,
      signatures: [signature('us'), signature('acme')],
      ...spec,
    },
  };
}

export function signature(party: string) {
  return { party, by: 'Ina Weiss', at: '2026-06-10T14:00:00+02:00' };
}

function party(id: string) {
  return { id, name: id, people: { accountable: { name: 'Ina Weiss', email: 'ina@us.example' } } };
}
