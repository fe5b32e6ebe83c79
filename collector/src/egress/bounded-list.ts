// Lists that partners send. A schema tells every fault of a list, and of half a million elements that takes
// longer than others may wait: a list is read up to its first fault, and not at all where it is too long.
import { z } from 'zod';

/** More than the lists hold that an honest partner sends. */
const mostElements = 5_000;

/** Elements of any kind, as they came; how many there are costs nothing. */
export const anyList = z.custom<unknown[]>((value) => Array.isArray(value));

/** A list of at most 5,000 such elements. Whatever is wrong with it is one issue. */
export function boundedList<Item extends z.ZodType>(item: Item) {
  return anyList
    .refine((elements) => elements.length <= mostElements, { abort: true })
    .transform((elements, context): z.output<Item>[] => {
      const read: z.output<Item>[] = [];
      for (const element of elements) {
        const parsed = item.safeParse(element);
        if (!parsed.success) {
          context.addIssue('an element of the list cannot be read');
          return z.NEVER;
        }
        read.push(parsed.data);
      }
      return read;
    });
}
