// What every request says of us: who asks, and how to reach them.

/** The contact is free text of a file: what a header's comment cannot carry is left out. */
export function userAgent(version: string, contact: string | undefined): string {
  const plain = (contact ?? '').replace(/[^\x20-\x7e]|[()\\]/g, '').slice(0, 200);
  return plain === '' ? `Upheld/${version}` : `Upheld/${version} (+${plain})`;
}
