// What one rule finds in an agreement that is valid but for what a test gives it.
import { readAgreement } from '@upheld/shared/agreement/read';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import type { Settings } from '@upheld/shared/agreement/settings';
import { lintRules } from '@upheld/shared/lint/registry';
import type { Finding } from '@upheld/shared/lint/warning';
import { z } from 'zod';
import { agreementDocument, kinds, objective } from '../agreement/builder.ts';

const imported = { type: 'import', spec: z.strictObject({}).prefault({}), feeds: 'any' as const };
const withImports = { ...kinds, sources: [...kinds.sources, imported] };

/** 40 hours a week in Berlin: nothing in February 2026 but 20 days of eight hours. */
export const business = { timeZone: 'Europe/Berlin', weekly: { 'mon-fri': ['09:00-17:00'] } };

/** The findings of the rule called `rule` in an agreement with this spec. */
export function found(
  rule: string,
  spec: Record<string, unknown>,
  settings: Settings | null = defaultSettings,
): Finding[] {
  const read = readAgreement(agreementDocument({ calendars: { business }, ...spec }), withImports);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const named = lintRules.filter(({ name }) => name === rule);
  if (named.length !== 1) throw new Error(`there is no rule called ${rule}`);
  return named.flatMap(({ find }) => find(read.value, settings));
}

/** A probed source. */
export function probed(name: string, every: string, more: Record<string, unknown> = {}) {
  return { name, type: 'probe', every, spec: { url: 'https://api.acme.example' }, ...more };
}

/** An error rate of less than 0.1 % in business hours, by the month. */
export function errors(more: Record<string, unknown> = {}) {
  return objective({
    name: 'errors',
    indicator: { type: 'error-rate', sources: ['api'] },
    objective: { op: '<', target: '0.1%' },
    calendar: 'business',
    ...more,
  });
}
