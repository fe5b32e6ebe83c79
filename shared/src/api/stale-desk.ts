// A ticket desk that is not known to its present: what is said beside promises that are counted in its tickets.
import { z } from 'zod';
import { instantSchema as instant } from '../measurement/figures.ts';

/** Clocks of its tickets that fall due after `knownUntil` are unknown until it is read again. */
export const staleDeskSchema = z.object({
  source: z.string(),
  knownUntil: instant.nullable().describe('Everything up to here is known; null where it was never read'),
  failingSince: instant.nullable().describe('Null where it is being read for the first time'),
});
export type StaleDesk = z.infer<typeof staleDeskSchema>;
