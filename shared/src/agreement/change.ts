// One change of an amendment: whether it fits what stands in the agreement, and what it makes of it.
import type { Change } from './agreement.ts';
import { among } from './among.ts';
import { firstDifference } from './difference.ts';
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Ground } from './ground.ts';
import { follow, isNothing, itemName, namesIn, namingKey } from './named-path.ts';
import type { Reached } from './named-path.ts';
import { isMapping, valueAt, withValueAt } from './paths.ts';
import { such } from './rule.ts';
import { shown } from './shown.ts';
import type { Path } from './shown.ts';

/** A change and where it stands in the document of its amendment. */
export type Place = { document: unknown; at: Path; change: Change };

/** The document after a change that has no fault. */
export function changed(document: unknown, { path: words, to }: Change): unknown {
  const { path, value, rest } = follow(document, words);
  if (rest === '') return withValueAt(document, path, to ?? undefined);
  return withValueAt(document, [...path, Array.isArray(value) ? value.length : rest], to);
}

/** What is wrong with a change, so that it cannot be made. */
export function changeFaults(place: Place, ground: Ground): Fault[] {
  const { path, from } = place.change;
  const here = follow(ground.base, path);
  if (isNothing(from)) return additionFaults(place, here);
  if (here.rest !== '') return [leadsNowhere(place, here)];
  return [...misquoted(place, ground), ...unchanged(place), ...renamed(place, ground)];
}

function additionFaults(place: Place, { path, value, text, rest }: Reached): Fault[] {
  const { to } = place.change;
  if (rest === '') {
    const example = `from: ${quote(value, path)}`;
    return [
      faultAt(
        place.document,
        [...place.at, 'path'],
        such('something stands there already; from quotes it', example),
      ),
    ];
  }
  const isNamed = Array.isArray(value) && itemName(to) === rest;
  if (isNamed || (isMapping(value) && !rest.includes('.'))) return [];
  if (Array.isArray(value) && !rest.includes('.')) return [misnamed(place, rest)];
  return [leadsNowhere(place, { path, value, text, rest })];
}

function leadsNowhere({ document, at }: Place, { value, text, rest }: Reached): Fault {
  const [step = ''] = rest.split('.');
  const where = text === '' ? 'spec' : text;
  const names = namesIn(value);
  const rule =
    names.length === 0
      ? such(`nothing stands under ${where}`, where)
      : `under ${where}: ${among(names, step)}`;
  return faultAt(document, [...at, 'path'], rule);
}

/** Both sides signed what they read; where one read something else, the change says so at its very place. */
function misquoted({ at, change }: Place, { written, filled, base }: Ground): Fault[] {
  const standing = [written, base, filled]
    .map((one) => follow(one, change.path))
    .filter(({ rest }) => rest === '');
  const differences = standing.map(({ value }) => firstDifference(change.from, value));
  const [first, difference] = [standing[0], differences[0]];
  if (first === undefined || difference === undefined || differences.includes(null)) return [];
  const inner = difference ?? [];
  const path = [...first.path, ...inner];
  const stands = quote(valueAt(first.value, inner), path);
  const rule = such(`what stands there is ${stands}; from quotes what is replaced`, `from: ${stands}`);
  return [{ path: [...at, 'from', ...inner], got: shown(valueAt(change.from, inner), path, rule), rule }];
}

function unchanged({ document, at, change }: Place): Fault[] {
  if (firstDifference(change.from, change.to) !== null) return [];
  return [
    faultAt(
      document,
      [...at, 'to'],
      such('the same stands in from; a change changes something', 'to: 99.95%'),
    ),
  ];
}

/** An item that is replaced keeps its name: another name is another item. */
function renamed(place: Place, { base }: Ground): Fault[] {
  const { path, to } = place.change;
  const here = follow(base, path);
  const name = itemName(here.value);
  const isItem = typeof here.path.at(-1) === 'number' && isMapping(here.value) && name !== undefined;
  if (!isItem || isNothing(to) || itemName(to) === name) return [];
  return [misnamed(place, name)];
}

function misnamed({ document, at, change: { to } }: Place, name: string): Fault {
  const key = namingKey(to) ?? 'name';
  const example = isMapping(to) ? `to: { ${key}: ${name}, ... }` : `to: ${name}`;
  const rule = such(`the path ends with the name of what stands in a list, here ${name}`, example);
  return faultAt(document, [...at, 'to', ...(isMapping(to) ? [key] : [])], rule);
}

function quote(value: unknown, path: Path): string {
  if (Array.isArray(value)) return '[...]';
  return isMapping(value) ? '{ ... }' : shown(value, path, '');
}
