// Columns of small codes, such as outcomes, states and classes. Neighbours mostly hold the same code, so a
// column is read run by run.

/** The place after the last neighbour of `from` that holds the same code, at most `to`. */
export function endOfRun(column: Uint8Array, from: number, to: number): number {
  const code = column[from];
  let end = from + 1;
  while (end < to && column[end] === code) end += 1;
  return end;
}

/** How often each code below `codes` stands at the places `[from, to)`. */
export function countCodes(column: Uint8Array, from: number, to: number, codes: number): Uint32Array {
  const counted = new Uint32Array(codes);
  for (let place = from; place < to;) {
    const end = endOfRun(column, place, to);
    const code = column[place] ?? 0;
    counted[code] = (counted[code] ?? 0) + end - place;
    place = end;
  }
  return counted;
}
