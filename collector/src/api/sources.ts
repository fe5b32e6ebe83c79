// The sources of an agreement under the terms in force, with how each stands.
import { Hono } from 'hono';
import { inForce } from '@upheld/shared/agreement/versions';
import { sourcesSchema, type SourcesResponse } from '@upheld/shared/api/source-records';
import { agreementPath, answers, reads } from './describe.ts';
import { findAgreement } from './find-agreement.ts';
import type { ApiEnv, Readers } from './readers.ts';

/** GET /agreements/:id/sources. */
export function sourceRoutes() {
  return new Hono<ApiEnv>().get(
    '/agreements/:id/sources',
    answers('Where the facts of an agreement come from, and how each source stands', sourcesSchema),
    reads('param', agreementPath),
    async (context) => {
      const { id } = context.req.valid('param');
      return context.json(await sources(context.var.readers, id));
    },
  );
}

async function sources(readers: Readers, id: string): Promise<SourcesResponse> {
  const agreement = inForce(findAgreement(readers, id), readers.now());
  return { system: readers.system(), sources: await readers.sources(agreement) };
}
