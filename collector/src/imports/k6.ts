// The end-of-test summary of k6 (grafana/k6, checked against v2.2: internal/js/summary.go, summary-wrapper.js).
import { valueAt } from '@upheld/shared/agreement/paths';
import { such } from '@upheld/shared/agreement/rule';
import type { LoadTest, LoadTestTerm } from '@upheld/shared/facts/load-test';
import { z } from 'zod';

/**
 * `handleSummary()` says `{ "ok": true }` of a threshold that was kept. `--summary-export` says the opposite
 * with a bare boolean: true for one that was crossed (summary-wrapper.js: `thresholds[name] = !threshold.ok`;
 * documented so, and kept for old scripts, in grafana/k6#1498).
 */
const kept = z.union(
  [z.object({ ok: z.boolean() }).transform(({ ok }) => ok), z.boolean().transform((isCrossed) => !isCrossed)],
  such('a threshold of k6 says whether it was kept', '{ "ok": true }'),
);

const thresholds = z.record(z.string(), kept).default({});

const usersRule = such(
  'k6 says here how many virtual users were active at once, a whole number; a test that ends within a second has none',
  '10000',
);
const users = z.int(usersRule).min(0, usersRule);

/**
 * `vus` counts the virtual users at work; `vus_max` those that k6 held ready, which may be more than ever ran
 * (internal/execution/scheduler.go), so nothing is proved by it.
 */
const exportedUsers = z.object({ max: users, thresholds }, usersRule);
const handledUsers = z.object({ values: z.object({ max: users }, usersRule), thresholds }, usersRule);

const summaryWith = <Vus extends z.ZodType>(vus: Vus) =>
  z.object({ metrics: z.object({ vus }).catchall(z.object({ thresholds })) });

const exported = summaryWith(exportedUsers).transform(({ metrics }) => ({
  ...{ users: metrics.vus.max, terms: termsOf(metrics) },
}));
const handled = summaryWith(handledUsers).transform(({ metrics }) => ({
  ...{ users: metrics.vus.values.max, terms: termsOf(metrics) },
}));

/** Reads users and terms of such a summary, in the form that it has. */
export const k6Summary = (document: object): z.ZodType<Pick<LoadTest, 'users' | 'terms'>> =>
  valueAt(document, ['metrics', 'vus', 'values']) === undefined ? exported : handled;

function termsOf(metrics: Record<string, { thresholds: Record<string, boolean> }>): LoadTestTerm[] {
  return Object.entries(metrics).flatMap(([metric, { thresholds: held }]) =>
    Object.entries(held).map(([rule, isKept]) => ({ name: `${metric}: ${rule}`, kept: isKept })),
  );
}

/** Whether a document has the shape of such a summary. */
export const isK6Summary = (document: object): boolean => 'metrics' in document;

/** Since k6 1.5 a third form can be asked for. It leaves out whether thresholds were kept, so it proves nothing. */
export const isK6WithoutThresholds = (document: object): boolean =>
  'results' in document && 'metadata' in document;
