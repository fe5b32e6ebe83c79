// Which sources give counted traffic instead of samples. Judging and linting know a source by its type alone,
// so a kind that feeds `counts` is named here too.

const countedTypes: readonly string[] = ['prometheus'];

/**
 * Whether a source gives slices, requests counted by the hour, instead of samples.
 * @example countsTraffic({ type: 'prometheus' }) // true
 */
export function countsTraffic({ type }: { type: string }): boolean {
  return countedTypes.includes(type);
}
