// Where a value stands in a desk's JSON: a JSON pointer, or what a JMESPath expression makes of the document.
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { SyncError } from '../connectors/connector.ts';
import { jsonPointer, pointerRule, valueAt } from '../egress/json-pointer.ts';
import { jmespath, searchFor } from '../jmespath/expression.ts';

/** Either form. */
export type JsonPlace = string | { jmespath: string };

/** A place as files write it; `pointer` is where it stands unless they do. `expression` is an example. */
export function jsonPlace(pointer: string, expression: string) {
  const written = `{ jmespath: ${JSON.stringify(expression)} }`;
  const rule = such(`a place is a JSON pointer (${pointer}) or an expression`, written);
  const searched = part('an expression stands under jmespath', written, { jmespath: jmespath(expression) });
  return z
    .union([jsonPointer(pointer), searched], { error: (issue) => ruleFor(issue, rule, pointer) })
    .default(pointer);
}

/** What is wrong with the form that was meant: of a union alone nobody says why it does not fit. */
function ruleFor(issue: z.core.$ZodRawIssue, rule: string, pointer: string): string {
  if (typeof issue.input === 'string') return pointerRule(pointer);
  if (issue.code !== 'invalid_union') return rule;
  const faults = issue.errors.flat();
  if (faults.some(({ code }) => code === 'unrecognized_keys')) return rule;
  return faults.find(({ path }) => path[0] === 'jmespath')?.message ?? rule;
}

/**
 * Reads what stands at a place. The reader throws a `SyncError` where an expression cannot be worked out, which
 * quotes nothing of the document; `field` is what the file calls the place.
 */
export function readerFor(place: JsonPlace, field: string): (document: unknown) => unknown {
  if (typeof place === 'string') return (document) => valueAt(document, place);
  const search = searchFor(place.jmespath);
  return (document) => {
    try {
      return search(document);
    } catch (cause) {
      throw new SyncError(`${field}: the expression cannot be worked out on what the desk sent`, { cause });
    }
  };
}

/** How a place is called in the words of a fault. */
export function placeName(place: JsonPlace): string {
  if (typeof place !== 'string') return `the place of ${place.jmespath}`;
  return place === '' ? 'its top' : place;
}
