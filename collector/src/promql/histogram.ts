// What to ask a histogram for: all requests, and those that were done by a threshold.

/**
 * All requests and the fast ones of an hour. All of them are the bucket `+Inf` and not `_count`, though both
 * are the same number: buckets are kept or dropped together, so one without the other does not happen.
 * `le` is inclusive: a request that took exactly the threshold is fast.
 */
export function histogramQueries(
  histogram: string,
  selector: string | undefined,
  thresholdMs: number,
): { total: string; good: string } {
  const hour = (le: string) => {
    const labels = [...(selector === undefined ? [] : [selector.trim()]), le].join(',');
    return `sum(increase(${histogram}_bucket{${labels}}[1h]))`;
  };
  return { total: hour('le="+Inf"'), good: hour(`le=~"${boundPattern(thresholdMs)}"`) };
}

/**
 * Matches a bound in seconds however it is written: `0.2` or `0.20`; a whole one as `1` or, as Prometheus 3
 * writes it, `1.0`. Prometheus anchors its patterns at both ends.
 */
function boundPattern(thresholdMs: number): string {
  const whole = Math.floor(thresholdMs / 1000);
  const fraction = String(thresholdMs % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return fraction === '' ? `${whole}([.]0+)?` : `${whole}[.]${fraction}0*`;
}
