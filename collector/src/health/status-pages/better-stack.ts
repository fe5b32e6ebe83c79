// Better Stack, `/index.json` in the form of JSON:API (prometheus.md section 5).
import { z } from 'zod';
import { boundedList } from '../../egress/bounded-list.ts';
import { inOurWords } from '../words.ts';
import { anything, componentNamed, maintenanceOf, type StatusPageFormat } from './format.ts';

const page = z.object({
  data: z.object({ attributes: z.object({ aggregate_state: z.string() }) }),
  included: boundedList(
    z.object({
      id: anything,
      type: anything,
      attributes: z
        .object({
          public_name: anything,
          status: anything,
          title: anything,
          report_type: anything,
          starts_at: anything,
          ends_at: anything,
        })
        .optional(),
    }),
  ).default([]),
});

const words = {
  operational: 'operational',
  degraded: 'degraded',
  downtime: 'major_outage',
  maintenance: 'maintenance',
} as const;

export const betterStack: StatusPageFormat = {
  name: 'better-stack',
  read(document, wanted) {
    const parsed = page.safeParse(document);
    if (!parsed.success) return null;
    const { data, included } = parsed.data;
    const resources = included
      .filter(({ type }) => type === 'status_page_resource')
      .map(({ id, attributes }) => ({ id, name: attributes?.public_name, status: attributes?.status }));
    const word =
      wanted === null ? data.attributes.aggregate_state : componentNamed(resources, wanted)?.status;
    return {
      status: inOurWords(words, word),
      maintenance: included
        .filter(
          ({ type, attributes }) => type === 'status_report' && attributes?.report_type === 'maintenance',
        )
        .flatMap(({ id, attributes }) =>
          maintenanceOf({
            id,
            name: attributes?.title,
            start: attributes?.starts_at,
            end: attributes?.ends_at,
          }),
        ),
    };
  },
};
