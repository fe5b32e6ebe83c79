// What partners say of themselves, beside our own checks, and the maintenance that they published.
import { Hono } from 'hono';
import { inForce } from '@upheld/shared/agreement/versions';
import { proposalsOf } from '@upheld/shared/api/proposals';
import { witnessesSchema, type WitnessesResponse } from '@upheld/shared/api/witness-records';
import { witnessesOf } from '@upheld/shared/api/witnesses';
import { periodContaining } from '@upheld/shared/time/period';
import { agreementPath, answers, reads } from './describe.ts';
import { findAgreement } from './find-agreement.ts';
import type { ApiEnv, Readers } from './readers.ts';

/** GET /agreements/:id/witnesses. */
export function witnessRoutes() {
  return new Hono<ApiEnv>().get(
    '/agreements/:id/witnesses',
    answers('What the parties publish of their own services, beside our checks', witnessesSchema),
    reads('param', agreementPath),
    async (context) => {
      const { id } = context.req.valid('param');
      return context.json(await witnesses(context.var.readers, id));
    },
  );
}

/** Proposals begin with the current quarter. */
async function witnesses(readers: Readers, id: string): Promise<WitnessesResponse> {
  const now = readers.now();
  const agreement = inForce(findAgreement(readers, id), now);
  const { heard, checks } = await readers.witnesses(agreement);
  const quarter = periodContaining(now, 'quarter', agreement.timeZone, agreement.fiscalYearStart);
  return {
    system: readers.system(),
    witnesses: witnessesOf(heard, checks),
    ...proposalsOf(agreement, heard, readers.exclusions(), quarter, now),
  };
}
