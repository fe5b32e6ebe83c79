// Atlassian Statuspage, `/api/v2/summary.json`, and those who imitate it (prometheus.md section 5).
import { z } from 'zod';
import { boundedList } from '../../egress/bounded-list.ts';
import { inOurWords } from '../words.ts';
import { anything, componentNamed, maintenanceOf, type StatusPageFormat } from './format.ts';

const named = z.object({ id: anything, name: anything });

const summary = z.object({
  page: z.object({}),
  status: z.object({ indicator: z.string() }),
  components: boundedList(named.extend({ status: anything })).default([]),
  scheduled_maintenances: boundedList(
    named.extend({
      status: anything,
      scheduled_for: anything,
      scheduled_until: anything,
      components: boundedList(named).default([]),
    }),
  ).default([]),
});

const indicators = {
  none: 'operational',
  minor: 'degraded',
  major: 'partial_outage',
  critical: 'major_outage',
  maintenance: 'maintenance',
} as const;

const componentWords = {
  operational: 'operational',
  degraded_performance: 'degraded',
  partial_outage: 'partial_outage',
  major_outage: 'major_outage',
  under_maintenance: 'maintenance',
} as const;

/** Announced or under way; `completed` proposes nothing any more. */
const announced: readonly unknown[] = ['scheduled', 'in_progress', 'verifying'];

export const statuspage: StatusPageFormat = {
  name: 'statuspage',
  read(document, wanted) {
    const parsed = summary.safeParse(document);
    if (!parsed.success) return null;
    const { status, components, scheduled_maintenances: planned } = parsed.data;
    return {
      status:
        wanted === null
          ? inOurWords(indicators, status.indicator)
          : inOurWords(componentWords, componentNamed(components, wanted)?.status),
      maintenance: planned
        .filter((one) => announced.includes(one.status) && concerns(one.components, wanted))
        .flatMap((one) => maintenanceOf({ ...one, start: one.scheduled_for, end: one.scheduled_until })),
    };
  },
};

/** A maintenance that names no component is of the whole page. */
function concerns(components: z.output<typeof named>[], wanted: string | null): boolean {
  return wanted === null || components.length === 0 || componentNamed(components, wanted) !== undefined;
}
