// The faults of an agreement as an amendment left it, told at the change that brings them.
import type { Change } from './agreement.ts';
import type { Fault } from './fault.ts';
import { follow, isNothing, pathText } from './named-path.ts';
import type { Path } from './shown.ts';

export type Amending = {
  changes: readonly Change[];
  /** The written agreement with all changes in it, and the faults that it has then. */
  result: unknown;
  faults: Fault[];
  /** The faults of the agreement with one change alone. */
  alone(change: Change): Fault[];
};

/** Each fault at its place in the amendment: in `to` where it was written, else at the change that leads to it. */
export function blamed(amending: Amending): Fault[] {
  return amending.faults.map((fault) => within(fault, amending) ?? elsewhere(fault, amending));
}

/** The fault of what a change wrote, or of what it removed. */
function within(fault: Fault, { changes, result }: Amending): Fault | undefined {
  const full = pathOf(fault);
  for (const [index, change] of changes.entries()) {
    const { path, rest } = follow(result, change.path);
    const spot = rest === '' ? path : [...path, rest];
    if (!spot.every((step, at) => step === full[at])) continue;
    return { ...fault, ...placed(fault, change, index, full.slice(spot.length)) };
  }
  return undefined;
}

function placed({ key }: Fault, { to }: Change, index: number, inner: Path): Pick<Fault, 'path' | 'key'> {
  const at = ['spec', 'changes', index];
  if (isNothing(to)) return { path: at };
  if (key === undefined) return { path: [...at, 'to', ...inner] };
  return inner.length === 0 ? { path: [...at, 'path'] } : { path: [...at, 'to', ...inner.slice(0, -1)], key };
}

/** The fault of something that no change wrote, such as a name that lost its meaning. */
function elsewhere(fault: Fault, { changes, result, alone }: Amending): Fault {
  const isSame = (other: Fault) => other.rule === fault.rule && String(other.path) === String(fault.path);
  const found = changes.findIndex((change) => alone(change).some(isSame));
  const path = ['spec', 'changes', ...(found < 0 ? [] : [found])];
  return { path, got: `${fault.got} under ${pathText(result, pathOf(fault))}`, rule: fault.rule };
}

function pathOf({ path, key }: Fault): Path {
  return key === undefined ? path : [...path, key];
}
