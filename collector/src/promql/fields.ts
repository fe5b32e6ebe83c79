// The fields of a spec that hold PromQL. Its grammar is the partner's Prometheus' affair; what is checked here
// is that a query counts exactly one hour, because a slice is one.
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';

const example = 'sum(increase(http_requests_total{job="orders"}[1h]))';
const textRule = such('a query is PromQL of up to 4000 characters', example);
const hourRule = such(
  'a query counts one hour: its range is [1h], without another one, offset or @',
  example,
);

/** Texts and comments of PromQL, in which brackets mean nothing. */
const asides = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|#[^\n]*/g;

/** A query for the number of requests in the hour that ends when it is evaluated. */
export const hourQuery = z
  .string(textRule)
  .min(1, textRule)
  .max(4000, textRule)
  .refine(countsOneHour, hourRule);

function countsOneHour(text: string): boolean {
  const code = text.replace(asides, '""');
  return code.includes('[1h]') && !/\[(?!1h\])|@|\boffset\s*-?\s*\d/i.test(code);
}

const metricRule = such(
  'a histogram is the name of a metric without _bucket, _count and _sum',
  'http_request_duration_seconds',
);

/** The name of a classic histogram whose buckets are in seconds. */
export const histogramName = z
  .string(metricRule)
  .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$/, metricRule)
  .refine((text) => !/_(bucket|count|sum)$/.test(text), metricRule);

const selectorRule = such('a selector is matchers of labels other than le, without braces', `'job="orders"'`);
const matcher = String.raw`[a-zA-Z_][a-zA-Z0-9_]*\s*(?:=|!=|=~|!~)\s*"(?:\\.|[^"\\\n])*"`;
const matchers = new RegExp(String.raw`^\s*${matcher}(?:\s*,\s*${matcher})*\s*$`);

/** What stands between the braces of a selector. */
export const labelMatchers = z
  .string(selectorRule)
  .max(1000, selectorRule)
  .regex(matchers, selectorRule)
  .refine((text) => !/(^|,)\s*le\s*[=!]/.test(text.replace(asides, '""')), selectorRule);
