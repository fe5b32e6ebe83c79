// draft-inadarei-api-health-check-06, `application/health+json`: a status, and checks by component and
// measurement, each a list.
import { isMapping } from '@upheld/shared/agreement/paths';
import { valueAt } from '../egress/json-pointer.ts';
import type { HealthFormat } from './health-format.ts';
import { readJsonHealth } from './json-health.ts';

const words = {
  pass: 'operational',
  ok: 'operational',
  up: 'operational',
  warn: 'degraded',
  fail: 'major_outage',
  error: 'major_outage',
  down: 'major_outage',
} as const;

/** Those that other formats do not have. */
const ownWords: readonly unknown[] = ['pass', 'ok', 'warn', 'fail', 'error'];

export const healthPlusJson: HealthFormat = {
  name: 'health+json',
  mediaType: /^application\/health\+json\b/i,
  knows(document) {
    const word = valueAt(document, '/status');
    const isOwnWord = typeof word === 'string' && ownWords.includes(word.toLowerCase());
    return isOwnWord || isMapping(valueAt(document, '/checks'));
  },
  read: (answer, question) =>
    readJsonHealth(
      {
        words,
        whole: (document) => valueAt(document, '/status'),
        component: (document, name) => checksOf(document, name).map((check) => valueAt(check, '/status')),
        times: (document, name) =>
          checksOf(document, name)
            .map((check) => valueAt(check, '/time'))
            .filter((time) => time !== undefined),
      },
      answer,
      question,
    ),
};

/** The checks of a component, such as those of `db:connections` and `db:responseTime` for `db`; or all. */
function checksOf(document: unknown, component: string | null): unknown[] {
  const checks = valueAt(document, '/checks');
  if (!isMapping(checks)) return [];
  return Object.entries(checks)
    .filter(([key]) => component === null || key === component || key.startsWith(`${component}:`))
    .flatMap(([, found]) => found);
}
