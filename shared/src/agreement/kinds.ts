// Which kinds of source, indicator and trigger an agreement may name. The agreement's own schema knows
// only `type`; each kind brings the schema of its part. Schemas use fields.ts, refuse unknown keys and
// have no one-way transforms, so that an agreement can be printed and read again.
import type { z } from 'zod';
import type { Operator } from './agreement.ts';

/**
 * What a source gives: probe samples, counted traffic (slices), the events of a ticket desk, what a partner
 * says of itself, or any of them (imported facts). Nothing is judged by a `report`.
 */
export type Feed = 'samples' | 'counts' | 'tickets' | 'report' | 'any';

/**
 * `spec` reads what stands under a source's `spec`. A kind whose spec may be left out gives it a default. A kind
 * that feeds `counts` is named in counted-source.ts too, and tells by `countsOver` the time, such as `200ms`, that
 * the requests it counts as bad took longer than; null where those are that failed. It is given what `spec` read.
 * `together` reads only those keys of a spec that obey a rule in common, which `spec` has too: there it is not asked
 * while another key is at fault.
 * `retries` is false where nobody is asked, so that asking again means nothing.
 */
export type SourceSchema = {
  type: string;
  spec: z.ZodType;
  together?: z.ZodType | undefined;
  feeds: Feed;
  countsOver?(spec: unknown): string | null;
  retries?: false | undefined;
};

/**
 * `terms` has the fields that stand beside `type`, `sources` and `each` in an objective's indicator.
 * `without` names what an objective with this indicator does not have; both are had by all others. `reads` are
 * the feeds that it can be measured from, samples if it does not say.
 */
export type IndicatorSchema = {
  type: string;
  terms: z.ZodObject;
  operators: readonly Operator[];
  without?: readonly ('sources' | 'objective')[] | undefined;
  reads?: readonly Feed[] | undefined;
};

/** `when` has the fields that stand beside `type` in a trigger's `when`. */
export type TriggerSchema = { type: string; when: z.ZodObject };

export type Kinds = {
  sources: readonly SourceSchema[];
  indicators: readonly IndicatorSchema[];
  triggers: readonly TriggerSchema[];
};
