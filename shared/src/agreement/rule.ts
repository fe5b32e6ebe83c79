// The sentence of every fault.

/**
 * A rule with an example that obeys it.
 * @example such('a target is between 0% and 100%', '99.9%') // a target is between 0% and 100%, such as 99.9%
 */
export function such(rule: string, example: string): string {
  return `${rule}, such as ${example}`;
}
