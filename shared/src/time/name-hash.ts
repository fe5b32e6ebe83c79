// A number for a name, the same everywhere and for ever: where slots lie and who asks a target hang on it.

/** From 0 to 2^32 - 1. FNV-1a over the text, then MurmurHash3's finalizer: FNV alone leaves similar names close together. */
export function nameHash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
