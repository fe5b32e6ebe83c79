// Where in a file a path of its document stands.
import type { Path } from '@upheld/shared/agreement/shown';
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Document, Node, Pair } from 'yaml';

/** The offset of the value at `path`, or of `key` in the mapping there; else of the nearest part around it. */
export function offsetAt(document: Document.Parsed, path: Path, key?: string): number {
  let node: unknown = document.contents;
  let offset = startOf(document.contents) ?? document.range[0];
  for (const step of path) {
    const pair = pairAt(document, node, step);
    node = pair?.value ?? childAt(document, node, step);
    offset = startOf(node) ?? startOf(pair?.key) ?? offset;
  }
  return key === undefined ? offset : (startOf(pairAt(document, node, key)?.key) ?? offset);
}

/** The path of the innermost key or item that begins at or before an offset and does not end before it. */
export function pathAtOffset(document: Document.Parsed, offset: number): Path {
  let found: Path = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      if (spans(pair, offset)) found = pathOf([...ancestors, pair]);
    },
  });
  return found;
}

function pairAt(document: Document.Parsed, node: unknown, step: string | number): Pair | undefined {
  const map = resolved(document, node);
  return isMap(map) ? map.items.find(({ key }) => keyText(key) === String(step)) : undefined;
}

function childAt(document: Document.Parsed, node: unknown, step: string | number): unknown {
  const list = resolved(document, node);
  return isSeq(list) && typeof step === 'number' ? list.items[step] : undefined;
}

function resolved(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function spans({ key, value }: Pair, offset: number): boolean {
  const start = startOf(key);
  const end = endOf(value) ?? endOf(key);
  return start !== undefined && end !== undefined && start <= offset && offset <= end;
}

function endOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[1] : undefined;
}

function pathOf(chain: readonly (Document | Node | Pair)[]): Path {
  return chain.flatMap((node, index): Path => {
    if (isPair(node)) return [keyText(node.key)];
    const next = chain[index + 1];
    return isSeq(node) && next !== undefined ? [node.items.findIndex((item) => item === next)] : [];
  });
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}
