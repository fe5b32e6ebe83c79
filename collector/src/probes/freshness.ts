// How old a partner's last update is: an instant or a lag that stands in an answer. The slot is ok when there
// is a reading; whether it is young enough is for the promise to say.
import { oneOf } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { z } from 'zod';
import { expectation } from '../egress/expectation.ts';
import { headerName } from '../egress/headers.ts';
import { exchange, httpTerms, longestExchangeMs, mostExchangeRequests } from '../egress/http-terms.ts';
import { jsonPointer } from '../egress/json-pointer.ts';
import { judge } from '../egress/judge.ts';
import { seenIn } from '../egress/seen.ts';
import { updateAge } from '../readings/update-age.ts';
import type { Attempt, ProbeContext, ProbeKind } from './probe.ts';

const oneRule = such('a reading stands either at a pointer or in a header', 'pointer: /lastUpdateAt');
const headerRule = such('header is the name of a header other than Age and Date', 'Last-Modified');

const spec = part(
  'the spec of a freshness source has a url and a pointer or a header',
  '{ url: "https://api.example.com/sync", pointer: /lastUpdateAt }',
  {
    ...httpTerms,
    /** Where the reading stands in a JSON body. */
    pointer: jsonPointer('/lastUpdateAt').optional(),
    /** Or the header that holds it. `Date` and `Age` tell of the answer, not of the data. */
    header: headerName(headerRule)
      .refine((name) => !/^(age|date)$/i.test(name), headerRule)
      .optional(),
    /** `instant`: when the last update was; `lag`: how far behind the partner says it is. */
    reads: oneOf(['instant', 'lag']).default('instant'),
  },
).refine(({ pointer, header }) => (pointer === undefined) !== (header === undefined), {
  path: ['pointer'],
  error: oneRule,
});

export type FreshnessSpec = z.output<typeof spec>;

/** The `freshness` source kind. */
export const freshness = {
  type: 'freshness',
  spec,
  longestMs: longestExchangeMs,
  mostRequests: mostExchangeRequests,
  probe,
} satisfies ProbeKind<FreshnessSpec>;

const answered = expectation.parse({});

async function probe(terms: FreshnessSpec, context: ProbeContext): Promise<Attempt> {
  const exchanged = await exchange(terms, {}, context);
  if (!exchanged.answered) return exchanged.attempt;
  const { response, latencyMs } = exchanged;
  const now = context.now();
  const evidence = { phases: response.phases, status: response.status, seen: seenIn(response, now) };
  const { outcome, error } = judge(answered, response, latencyMs, now);
  if (outcome.outcome !== 'ok') return { ...outcome, ...evidence, error };
  const age = updateAge(terms, response);
  if (age.ok) return { ...outcome, ageMs: age.ageMs, ...evidence, error: null };
  return { outcome: 'bad', reason: 'expectation', latencyMs, ...evidence, error: age.fault };
}
