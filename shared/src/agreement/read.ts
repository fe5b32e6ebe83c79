// Documents become records here, or faults: every one at once, wherever it is.
import type { z } from 'zod';
import type { Amendment, Exclusion } from './agreement.ts';
import { amendmentDocument } from './amendment.ts';
import { unfitBurnRates } from './burn-faults.ts';
import { always } from './calendars.ts';
import { contradictions } from './contradictions.ts';
import { defaultTriggers } from './default-triggers.ts';
import { agreementDocument } from './document.ts';
import type { FullAgreement, FullTerms } from './document.ts';
import { repeatedNames } from './duplicates.ts';
import { endlessDurations } from './endless.ts';
import { exclusionDocument } from './exclusion.ts';
import { schemaFaults } from './fault.ts';
import type { Fault } from './fault.ts';
import { unfitSources } from './feeds.ts';
import { unfitThresholds } from './thresholds.ts';
import type { Kinds } from './kinds.ts';
import { unfitOperators } from './operators.ts';
import { unresolvedNames } from './references.ts';
import { settingsDocument } from './settings.ts';
import type { Settings } from './settings.ts';
import { wrongSides } from './sides.ts';
import { wording } from './wording.ts';

export type Read<Value> = { ok: true; value: Value } | { ok: false; faults: Fault[] };

type AgreementSchema = ReturnType<typeof agreementDocument>;

const schemas = new WeakMap<Kinds, AgreementSchema>();

/**
 * An agreement with its defaults filled in and not amended yet, or every fault of its document.
 * @example readAgreement(parse(yaml), kinds)
 */
export function readAgreement(document: unknown, kinds: Kinds): Read<FullAgreement> {
  const terms = readTerms(document, kinds);
  return terms.ok ? { ok: true, value: { ...terms.value, amended: [] } } : terms;
}

/** The terms of an Agreement document with their defaults filled in, or every fault of it. */
export function readTerms(document: unknown, kinds: Kinds): Read<FullTerms> {
  const checks = [
    ...repeatedNames(document),
    ...unresolvedNames(document),
    ...contradictions(document, kinds),
    ...unfitSources(document, kinds),
    ...unfitThresholds(document, kinds),
    ...unfitOperators(document, kinds),
    ...wrongSides(document),
    ...endlessDurations(document),
  ];
  const result = read(schemaFor(kinds), document, checks, ({ metadata, spec }) => {
    const terms = {
      name: metadata.name,
      displayName: metadata.displayName ?? metadata.name,
      labels: metadata.labels,
      ...spec,
      calendars: { always, ...spec.calendars },
    };
    return { ...terms, triggers: spec.triggers ?? defaultTriggers(terms) };
  });
  const faults = result.ok ? unfitBurnRates(document, result.value) : [];
  return faults.length === 0 ? result : { ok: false, faults };
}

/** An amendment, or every fault of its document. Whether it fits its agreement only the folder shows. */
export function readAmendment(document: unknown): Read<Amendment> {
  return read(amendmentDocument, document, [], ({ metadata, spec }) => ({ name: metadata.name, ...spec }));
}

/** An exclusion, or every fault of its document. It acts only once the other party has approved it. */
export function readExclusion(document: unknown): Read<Exclusion> {
  return read(exclusionDocument, document, [], ({ metadata, spec: { window, ...spec } }) => ({
    name: metadata.name,
    ...spec,
    window: { start: window.from, end: window.to },
    approved: spec.approvedBy !== null && spec.approvedBy.party !== spec.requestedBy.party,
  }));
}

/** The settings of an installation, or every fault of their document. */
export function readSettings(document: unknown): Read<Settings> {
  return read(settingsDocument, document, repeatedNames(document), ({ spec }) => spec);
}

/** The schema of Agreement documents, built once for these kinds. */
export function schemaFor(kinds: Kinds): AgreementSchema {
  const schema = schemas.get(kinds) ?? agreementDocument(kinds);
  schemas.set(kinds, schema);
  return schema;
}

function read<Schema extends z.ZodType, Value>(
  schema: Schema,
  document: unknown,
  checks: Fault[],
  record: (parsed: z.output<Schema>) => Value,
): Read<Value> {
  const parsed = schema.safeParse(document, { error: wording });
  if (parsed.success && checks.length === 0) return { ok: true, value: record(parsed.data) };
  return { ok: false, faults: [...(parsed.error ? schemaFaults(parsed.error, document) : []), ...checks] };
}
