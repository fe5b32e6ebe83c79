// How long a server asks to be left alone.

/** Headers by lower-case name, as a response has them. */
type Headers = Record<string, string>;

/**
 * Milliseconds until the server may be asked again; null where it does not say. `Retry-After` is seconds or
 * a date, which is taken against the server's own clock (RFC 9110, 10.2.3). Without it, the reset of the
 * limit that has nothing left speaks (`RateLimit`, draft-ietf-httpapi-ratelimit-headers).
 */
export function retryAfterMs(headers: Headers): number | null {
  return ofRetryAfter(headers) ?? ofRateLimit(headers['ratelimit'] ?? '');
}

function ofRetryAfter({ 'retry-after': after = '', date = '' }: Headers): number | null {
  if (/^\d{1,6}$/.test(after)) return Number(after) * 1_000;
  // Date.parse takes other texts for dates too: to it, -5 is a year.
  const wait = after.endsWith(' GMT') ? Date.parse(after) - Date.parse(date) : NaN;
  return Number.isFinite(wait) ? Math.max(wait, 0) : null;
}

/** `"hour";r=0;t=30, "day";r=9;t=600`: the limit with the longest reset of those that are used up. */
function ofRateLimit(text: string): number | null {
  const resets = text.split(',').flatMap((limit) => {
    const isUsedUp = /;\s*r=0\s*(;|$)/.test(limit);
    const seconds = /;\s*t=(\d{1,6})\s*(;|$)/.exec(limit)?.[1];
    return isUsedUp && seconds !== undefined ? [Number(seconds) * 1_000] : [];
  });
  return resets.length === 0 ? null : Math.max(...resets);
}
