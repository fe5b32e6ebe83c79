// Open and cleared triggers with the evidence that opened them.
import { Hono } from 'hono';
import { triggersSchema, type TriggersResponse } from '@upheld/shared/api/responses';
import { groupTriggers } from '@upheld/shared/api/views';
import { agreementQuery, answers, reads } from './describe.ts';
import { findAgreement } from './find-agreement.ts';
import type { ApiEnv, Readers } from './readers.ts';

/** GET /triggers, of all agreements or of one. */
export function triggerRoutes() {
  return new Hono<ApiEnv>().get(
    '/triggers',
    answers('Triggers, open ones first', triggersSchema),
    reads('query', agreementQuery),
    async (context) => {
      const { agreement } = context.req.valid('query');
      return context.json(await triggers(context.var.readers, agreement));
    },
  );
}

async function triggers(readers: Readers, agreement: string | undefined): Promise<TriggersResponse> {
  const wanted = agreement === undefined ? readers.agreements() : [findAgreement(readers, agreement)];
  const occurrences = await Promise.all(wanted.map(({ name }) => readers.occurrences(name)));
  return { system: readers.system(), triggers: groupTriggers(occurrences.flat()) };
}
