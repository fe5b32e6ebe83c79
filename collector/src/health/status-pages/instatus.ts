// Instatus, `/summary.json` (prometheus.md section 5). Its `/v2/components.json` may stand in the same
// document under `components`; the summary alone tells of no component.
import { z } from 'zod';
import { boundedList } from '../../egress/bounded-list.ts';
import { inOurWords } from '../words.ts';
import { anything, componentNamed, instantOf, maintenanceOf, type StatusPageFormat } from './format.ts';

const summary = z.object({
  page: z.object({ status: z.string() }),
  components: boundedList(z.object({ id: anything, name: anything, status: anything })).default([]),
  activeMaintenances: boundedList(
    z.object({
      id: anything,
      url: anything,
      name: anything,
      start: anything,
      status: anything,
      duration: anything,
    }),
  ).default([]),
});

const words = {
  up: 'operational',
  // The page does not say how bad its issues are.
  hasissues: 'degraded',
  undermaintenance: 'maintenance',
  operational: 'operational',
  degradedperformance: 'degraded',
  partialoutage: 'partial_outage',
  majoroutage: 'major_outage',
} as const;

export const instatus: StatusPageFormat = {
  name: 'instatus',
  read(document, wanted) {
    const parsed = summary.safeParse(document);
    if (!parsed.success) return null;
    const { page, components, activeMaintenances } = parsed.data;
    const word = wanted === null ? page.status : componentNamed(components, wanted)?.status;
    return {
      status: inOurWords(words, word),
      maintenance: activeMaintenances
        .filter(({ status }) => status !== 'COMPLETED')
        // Its address is what names a maintenance where there is no id.
        .flatMap((one) => maintenanceOf({ ...one, id: one.id ?? one.url, end: endOf(one) })),
    };
  },
};

/** `duration` is in minutes. */
function endOf({ start, duration }: { start?: unknown; duration?: unknown }): string | null {
  const from = instantOf(start);
  const minutes = Number(duration ?? 0);
  if (from === null || !(minutes > 0 && minutes < 527_040)) return null;
  return new Date(from + minutes * 60_000).toISOString();
}
