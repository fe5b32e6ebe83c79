// Spring Boot Actuator, `/actuator/health` and its groups: a status, and components that may hold components.
import { valueAt } from '../egress/json-pointer.ts';
import type { HealthFormat } from './health-format.ts';
import { readJsonHealth } from './json-health.ts';

/** UNKNOWN and the words that an application adds tell nothing. */
const words = { up: 'operational', down: 'major_outage', out_of_service: 'major_outage' } as const;

/** Those that other formats do not have. */
const ownMembers = ['/components', '/details', '/groups'];

export const springBoot: HealthFormat = {
  name: 'spring-boot',
  mediaType: /^application\/vnd\.spring-boot\.actuator\b/i,
  knows(document) {
    const isOwnWord = valueAt(document, '/status') === 'OUT_OF_SERVICE';
    return isOwnWord || ownMembers.some((pointer) => valueAt(document, pointer) !== undefined);
  },
  read: (answer, question) =>
    readJsonHealth(
      {
        words,
        whole: (document) => valueAt(document, '/status'),
        component: (document, name) => statusOf(document, name.split('/')),
      },
      answer,
      question,
    ),
};

/** `db/primary` is the component `primary` of the component `db`, as in the URLs of Actuator. */
function statusOf(document: unknown, path: string[]): unknown[] {
  const found = path.reduce(componentOf, document);
  return found === undefined ? [] : [valueAt(found, '/status')];
}

/** Releases before 2.2 say `details` for `components`. */
function componentOf(document: unknown, name: string): unknown {
  const token = name.replaceAll('~', '~0');
  return valueAt(document, `/components/${token}`) ?? valueAt(document, `/details/${token}`);
}
