// A calendar as the vectors write it, read into the agreement's own terms.
import { z } from 'zod';

const ranges = z.array(z.string());

export const calendarTerms = z
  .strictObject({
    zone: z.string(),
    weekly: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), ranges),
    holidays: z.array(z.strictObject({ date: z.string(), hours: ranges.optional() })),
  })
  .transform(({ zone, weekly, holidays }) => ({ timeZone: zone, weekly, holidays }));
