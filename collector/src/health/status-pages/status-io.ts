// status.io, `/1.0/status/PAGE` (prometheus.md section 5). Its words differ between pages, so its codes are read.
import { z } from 'zod';
import { boundedList } from '../../egress/bounded-list.ts';
import { inOurWords } from '../words.ts';
import { anything, componentNamed, maintenanceOf, type StatusPageFormat } from './format.ts';

const planned = boundedList(
  z.object({
    _id: anything,
    name: anything,
    datetime_planned_start: anything,
    datetime_planned_end: anything,
  }),
);

const page = z.object({
  result: z.object({
    status_overall: z.object({ status_code: z.number() }),
    status: boundedList(z.object({ id: anything, name: anything, status_code: anything })).default([]),
    maintenance: z.object({ active: planned.default([]), upcoming: planned.default([]) }).prefault({}),
  }),
});

/** 600 is a security event; a page that shows one does not claim to be well. */
const codes = {
  100: 'operational',
  200: 'maintenance',
  300: 'degraded',
  400: 'partial_outage',
  500: 'major_outage',
  600: 'major_outage',
} as const;

export const statusIo: StatusPageFormat = {
  name: 'status-io',
  read(document, wanted) {
    const parsed = page.safeParse(document);
    if (!parsed.success) return null;
    const { status_overall: overall, status, maintenance } = parsed.data.result;
    const code = wanted === null ? overall.status_code : componentNamed(status, wanted)?.status_code;
    return {
      status: inOurWords(codes, code),
      maintenance: [...maintenance.active, ...maintenance.upcoming].flatMap((one) =>
        maintenanceOf({
          id: one._id,
          name: one.name,
          start: one.datetime_planned_start,
          end: one.datetime_planned_end,
        }),
      ),
    };
  },
};
