// Paths as people name them: `objectives.uptime.objective.target` for `spec.objectives.1.objective.target`.
import { valueAt } from '@upheld/shared/agreement/paths';
import type { Path } from '@upheld/shared/agreement/shown';

/** What names an item of a list, the first of these that it has as one word. */
const namingKeys = ['id', 'name', 'date', 'level', 'cidr', 'below'];

/** The path in words; `document` for the whole of it. */
export function pathText(document: unknown, path: Path): string {
  const steps = path.map((step, index) =>
    typeof step === 'number' ? itemName(document, path, index) : step,
  );
  const inside = steps[0] === 'spec' && steps.length > 1 ? steps.slice(1) : steps;
  return inside.length === 0 ? 'document' : inside.join('.');
}

function itemName(document: unknown, path: Path, index: number): string {
  const item = path.slice(0, index + 1);
  const names = namingKeys.map((key) => valueAt(document, [...item, key])).map(String);
  return names.find((name) => name !== 'undefined' && /^[\w%./-]{1,63}$/.test(name)) ?? String(path[index]);
}
