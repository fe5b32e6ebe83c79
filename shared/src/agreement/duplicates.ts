// Names that stand twice where one name may mean one thing only.
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import { placesAt } from './paths.ts';
import type { Place } from './paths.ts';
import { such } from './rule.ts';

/** `within` leads to the lists; `key` to what is unique in each of them. */
const uniques: { within: string; key: string; rule: string }[] = [
  { within: 'spec.documents', key: '[].id', rule: such('a document has an id of its own', 'tpa-2') },
  { within: 'spec.parties', key: '[].id', rule: such('a party has an id of its own', 'acme-2') },
  {
    within: 'spec.calendars.*.holidays',
    key: '[].date',
    rule: such('a calendar names a date once', '2026-12-26'),
  },
  { within: 'spec.sources', key: '[].name', rule: such('a source has a name of its own', 'orders-api-2') },
  { within: 'spec.objectives', key: '[].name', rule: such('an objective has a name of its own', 'uptime-2') },
  {
    within: 'spec.objectives[].indicator.sources',
    key: '[]',
    rule: such('an indicator names a source once, because its samples count once', '[orders-api]'),
  },
  {
    within: 'spec.support',
    key: '[].name',
    rule: such('a matrix has a name of its own', 'partner-issues-2'),
  },
  {
    within: 'spec.support[].severities',
    key: '[].level',
    rule: such('a severity has a level of its own', '2'),
  },
  { within: 'spec.credits.steps', key: '[].below', rule: such('a step has a bound of its own', '99%') },
  { within: 'spec.triggers', key: '[].name', rule: such('a trigger has a name of its own', 'missed-2') },
  {
    within: 'spec.correctiveAction.ladder',
    key: '[].level',
    rule: such('a rung has a level of its own', 'steering'),
  },
  {
    within: 'spec.governance.bodies',
    key: '[].name',
    rule: such('a body has a name of its own', 'steering-2'),
  },
  {
    within: 'spec.obligations',
    key: '[].name',
    rule: such('an obligation has a name of its own', 'audit-2'),
  },
  { within: 'spec.kpis', key: '[].name', rule: such('a KPI has a name of its own', 'nps-2') },
  {
    within: 'spec.controls',
    key: '[].name',
    rule: such('a control target has a name of its own', 'gateway-2'),
  },
  { within: 'spec.channels', key: '[].name', rule: such('a channel has a name of its own', 'chat-2') },
];

/** Every repetition of a name that has been given already, in documents of any kind. */
export function repeatedNames(document: unknown): Fault[] {
  return uniques.flatMap(({ within, key, rule }) =>
    placesAt(document, within).flatMap((list) =>
      repetitions(placesAt(list.value, key)).map(({ path }) =>
        again(document, [...list.path, ...path], rule),
      ),
    ),
  );
}

function repetitions(places: Place[]): Place[] {
  const seen = new Set<unknown>();
  return places.filter(({ value }) => {
    const repeated = seen.has(value);
    seen.add(value);
    return repeated && typeof value !== 'object';
  });
}

function again(document: unknown, path: Fault['path'], rule: string): Fault {
  const fault = faultAt(document, path, rule);
  return { ...fault, got: `${fault.got} again` };
}
