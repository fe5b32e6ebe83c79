// Which formats of health there are, in the order in which an answer of unknown format is tried.
import { cachedMs } from '../egress/partner-clock.ts';
import { unknown, type HealthAnswer, type HealthFormat } from './health-format.ts';
import type { HealthQuestion, HealthReading } from './health-format.ts';
import { healthPlusJson } from './health-plus-json.ts';
import { kubernetes } from './kubernetes.ts';
import { microprofile } from './microprofile.ts';
import { springBoot } from './spring-boot.ts';

const formats: readonly HealthFormat[] = [healthPlusJson, springBoot, microprofile, kubernetes];

/** The values of a spec's `format`; `auto` takes the first that knows the answer. */
export const healthFormats = ['auto', 'health+json', 'spring-boot', 'microprofile', 'kubernetes'] as const;

/** What the answer says of the service, or of one component of it. */
export function readHealth(
  name: (typeof healthFormats)[number],
  answer: HealthAnswer,
  question: HealthQuestion,
): HealthReading {
  if (question.maxAgeMs !== null && cachedMs(answer.headers) > question.maxAgeMs) {
    return unknown('the answer lay in a cache for longer than maxAge');
  }
  const format = name === 'auto' ? formatOf(answer) : formats.find((one) => one.name === name);
  if (format !== undefined) return format.read(answer, question);
  const fault = answer.body.ok ? 'the body is of no format of health that is known' : answer.body.fault;
  return unknown(fault);
}

function formatOf({ headers, body }: HealthAnswer): HealthFormat | undefined {
  const type = headers['content-type'] ?? '';
  const byType = formats.find(({ mediaType }) => mediaType?.test(type));
  return byType ?? (body.ok ? formats.find(({ knows }) => knows?.(body.value)) : undefined);
}
