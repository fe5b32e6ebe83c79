// "Why this number?": the explanation that shared gives, in the words of the page. Pure.
import { explanationText } from '@upheld/shared/api/explanation-text';
import type { ObjectiveResponse } from '@upheld/shared/api/responses';
import { explain } from '@upheld/shared/evaluation/explanation';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import { printDate, printInstant } from '../words/instant.ts';
import { joined, sentenceCase } from '../words/names.ts';
import { pairs } from './pairs.ts';
import { clauseLabel } from './promise-rows.ts';
import { whyPart } from './why-part.ts';

/** Why a promise was judged as it was in the period, part by part where amendments cut it. */
export function whyOf({ agreement, promise, system }: ObjectiveResponse, shown: PromisePeriod) {
  const explanation = explain(promise, shown);
  const zone = agreement.timeZone;
  const owedBy = agreement.parties.find(({ id }) => id === promise.owedBy)?.name ?? promise.owedBy;
  const window = `${printDate(shown.start, zone)} to ${printDate(shown.end - 1, zone)}, ${zone}`;
  const measuredAt = shown.source ?? joined(promise.sources, promise.sources.length);
  const asOf = printInstant(agreement.asOf, zone);
  return {
    clauseText: promise.clause?.text ?? null,
    common: pairs({
      Clause: clauseLabel(promise),
      'Agreed reading': promise.reading ?? 'None: the clause is taken as it stands.',
      Means: promise.meaning,
      'Owed by': owedBy,
      Window: window,
      'Measured at': measuredAt === '' ? null : measuredAt,
    }),
    unit: sentenceCase(explanation.unit),
    isCut: explanation.parts.length > 1,
    parts: explanation.parts.map((part, place) => ({
      ...whyPart(part, promise, zone),
      decides: place === explanation.deciding,
    })),
    version: system.version,
    asOf,
    text: `${explanationText(explanation, zone)}\nUpheld ${system.version}, as of ${asOf.text} ${zone}\n`,
  };
}
