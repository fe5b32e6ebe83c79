// Lists of records at the door: what of them is as documented, or a SyncError that quotes nothing of them.
import { z } from 'zod';
import { SyncError } from '../connectors/connector.ts';

/** ISO 8601 with an offset, in milliseconds since the epoch once read. */
export const recordInstant = z.iso
  .datetime({ offset: true })
  .transform((iso) => Temporal.Instant.from(iso).epochMilliseconds);

/** The records of a list; throws a `SyncError` that names the first field which is not as documented. */
export function recordsIn<Value>(item: z.ZodType<Value>, value: unknown, system: string): Value[] {
  return recordIn(z.array(item), value, system);
}

/** One record; throws as `recordsIn`. */
export function recordIn<Value>(schema: z.ZodType<Value>, value: unknown, system: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [found] = result.error.issues;
  const place = found?.path.join('.') || 'its top';
  throw new SyncError(`the desk's answer is not as ${system} documents it: ${place}: ${found?.message}`);
}
