// Paths as people write them: `objectives.uptime.objective.target` for `spec.objectives.1.objective.target`.
// Faults are told in them, and amendments say in them what they change.
import { isMapping, valueAt } from './paths.ts';
import type { Path } from './shown.ts';

/** What names an item of a list: the first of these that it has. Severities go by their level, not their name. */
const namingKeys = ['id', 'level', 'date', 'name', 'cidr', 'below', 'path'];

/** The own name of an item of a list, a word by itself; undefined where it has none. */
export function itemName(item: unknown): string | undefined {
  const key = namingKey(item);
  const name = key === undefined ? item : valueAt(item, [key]);
  return typeof name === 'string' || typeof name === 'number' ? String(name) : undefined;
}

/** The key that names an item of a list; undefined for a word, and where there is none. */
export function namingKey(item: unknown): string | undefined {
  return namingKeys.find((key) => !isNothing(valueAt(item, [key])));
}

/** True for what a document leaves out, in so many words (`key:`) or altogether. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** The path in words, without the `spec` before it; `document` for the whole of it. */
export function pathText(document: unknown, path: Path): string {
  const steps = path.map((step, index) =>
    typeof step === 'number' ? wordFor(valueAt(document, path.slice(0, index + 1)), step) : step,
  );
  const inside = steps[0] === 'spec' && steps.length > 1 ? steps.slice(1) : steps;
  return inside.length === 0 ? 'document' : inside.join('.');
}

function wordFor(item: unknown, index: number): string {
  const name = isMapping(item) ? itemName(item) : undefined;
  return name !== undefined && /^[\w%./-]{1,63}$/.test(name) ? name : String(index);
}

/** How far a path in words leads: to `value` at `path`, with `rest` in words left over, empty where all of it led. */
export type Reached = { path: Path; value: unknown; text: string; rest: string };

/** Follows a path in words from `spec`. Names may hold dots: the longest that fits is taken. */
export function follow(document: unknown, words: string): Reached {
  let reached: Reached = { path: ['spec'], value: valueAt(document, ['spec']), text: '', rest: words };
  for (let next = step(reached); next !== undefined; next = step(next)) reached = next;
  return reached;
}

/** The names that a path may go on with. */
export function namesIn(value: unknown): string[] {
  return entries(value).map(({ name }) => name);
}

function step({ path, value, text, rest }: Reached): Reached | undefined {
  const fitting = entries(value).filter(({ name }) => rest === name || rest.startsWith(`${name}.`));
  const [longest] = fitting.sort((a, b) => b.name.length - a.name.length);
  if (longest === undefined) return undefined;
  const { name, key } = longest;
  const inner = [...path, key];
  const words = text === '' ? name : `${text}.${name}`;
  return { path: inner, value: valueAt(value, [key]), text: words, rest: rest.slice(name.length + 1) };
}

function entries(value: unknown): { name: string; key: string | number }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, key) => {
      const name = itemName(item);
      return name === undefined ? [] : [{ name, key }];
    });
  }
  if (!isMapping(value)) return [];
  return Object.keys(value)
    .filter((key) => !isNothing(value[key]))
    .map((key) => ({ name: key, key }));
}
