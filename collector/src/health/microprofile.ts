// MicroProfile Health, `/health` and its `/live`, `/ready` and `/started`: a status and a list of checks.
import { valueAt } from '../egress/json-pointer.ts';
import type { HealthFormat } from './health-format.ts';
import { readJsonHealth } from './json-health.ts';

const words = { up: 'operational', down: 'major_outage' } as const;

export const microprofile: HealthFormat = {
  name: 'microprofile',
  knows(document) {
    const word = statusOf(document);
    const isOwnWord = typeof word === 'string' && Object.hasOwn(words, word.toLowerCase());
    return isOwnWord || Array.isArray(valueAt(document, '/checks'));
  },
  read: (answer, question) =>
    readJsonHealth(
      {
        words,
        whole: statusOf,
        component: (document, name) => checksNamed(document, name).map(statusOf),
        // The specification: "the producer was not able to process the request".
        undetermined: 500,
      },
      answer,
      question,
    ),
};

function checksNamed(document: unknown, name: string): unknown[] {
  const checks = valueAt(document, '/checks');
  if (!Array.isArray(checks)) return [];
  return checks.filter((check) => (valueAt(check, '/name') ?? valueAt(check, '/id')) === name);
}

/** Release 1 of the specification, and Vert.x, say `id` and `outcome` for `name` and `status`. */
function statusOf(check: unknown): unknown {
  return valueAt(check, '/status') ?? valueAt(check, '/outcome');
}
