// Tells JSON that readers disagree about: of a member that an object names twice some readers take the
// first and some the last (RFC 8259, section 4). JSON.parse takes the last and does not tell.

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** Whether an object in `text` names a member twice; `value` is what JSON.parse read from it. */
export function hasDuplicateMembers(text: string, value: unknown): boolean {
  return membersWritten(text) !== membersRead(value);
}

/** In valid JSON every colon outside of a string belongs to one member. */
function membersWritten(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === colon) count += 1;
    else if (code === quote) index = endOfString(text, index);
  }
  return count;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== quote) {
    index += text.charCodeAt(index) === backslash ? 2 : 1;
  }
  return index;
}

/** Counts without recursion: a hostile document is as deep as it likes. */
function membersRead(value: unknown): number {
  const waiting = [value].filter(isHolding);
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const inner: unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (inner !== next) count += inner.length;
    for (const one of inner) if (isHolding(one)) waiting.push(one);
  }
  return count;
}

function isHolding(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
