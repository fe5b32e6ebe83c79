// How old a partner's last update is, as one of its answers tells it (measurement.md section 4, "Freshness").
import { readJson } from '../egress/json-body.ts';
import { valueAt } from '../egress/json-pointer.ts';
import { cachedMs, partnerNow, toleranceMs } from '../egress/partner-clock.ts';
import type { EgressResponse } from '../egress/request.ts';
import { readInstant } from './instant.ts';
import { readLag } from './lag.ts';

/** Where the reading stands, and whether it is the instant of the update or the lag itself. */
export type UpdateTerms = {
  pointer?: string | undefined;
  header?: string | undefined;
  reads: 'instant' | 'lag';
};

/** `ageMs` is never below 0 and has a resolution of 0.1; `fault` quotes nothing of the answer. */
export type UpdateAge = { ok: true; ageMs: number } | { ok: false; fault: string };

type Answer = Pick<EgressResponse, 'body' | 'truncated' | 'headers'>;
type Found = { ok: true; value: unknown; place: string } | { ok: false; fault: string };

const examples = {
  instant: 'an instant, such as 2026-07-01T09:30:00Z or 1782898200',
  lag: 'a lag, such as 1.5 (seconds) or PT1.5S',
};

/** The age by the partner's own clock; for a cached answer, the time in caches included. */
export function updateAge(terms: UpdateTerms, answer: Answer): UpdateAge {
  const found = find(terms, answer);
  if (!found.ok) return found;
  const { value, place } = found;
  const read = terms.reads === 'lag' ? readLag(value) : readInstant(value);
  if (read === null) {
    const got = value === undefined ? 'nothing' : 'something else';
    return { ok: false, fault: `${place}: got ${got}; expected ${examples[terms.reads]}` };
  }
  const now = partnerNow(answer.headers);
  if (terms.reads === 'lag') return notAhead(read + cachedMs(answer.headers), place);
  if (now !== null) return notAhead(now - read, place);
  return { ok: false, fault: "there is no usable Date header to tell the partner's own clock by" };
}

function find({ pointer, header = '' }: UpdateTerms, answer: Answer): Found {
  if (pointer === undefined) {
    const [, value] = Object.entries(answer.headers).find(([name]) => name === header.toLowerCase()) ?? [];
    return { ok: true, value, place: `header ${header}` };
  }
  const json = readJson(answer);
  if (!json.ok) return json;
  return { ok: true, value: valueAt(json.value, pointer), place: pointer === '' ? 'the body' : pointer };
}

function notAhead(ageMs: number, place: string): UpdateAge {
  if (ageMs >= -toleranceMs) return { ok: true, ageMs: Math.max(0, Math.round(ageMs * 10) / 10) };
  const words = `${place}: lies ${Math.ceil(-ageMs / 1_000)} s ahead of the partner's own clock`;
  return { ok: false, fault: `${words}; more than ${toleranceMs / 1_000} s is no reading` };
}
