// What partners said of themselves, read from the store beside what our last checks of their endpoints found.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Check, Testimony } from '@upheld/shared/api/witnesses';
import { outcomeCode, type SampleSeries } from '@upheld/shared/facts/sample';
import { milliseconds } from '@upheld/shared/time/duration';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { Store } from './store/store.ts';

/** Two years of a page that changes its word twice a week. */
const limit = 200;

/** How many of its slots a check may be old to be the last one: one that is older says nothing of today. */
const slotsBack = 3;

export type Heard = { heard: Testimony[]; checks: Check[] };

/**
 * Everything that sources of the agreement reported, and the last check of each of a type that `measures`:
 * of several vantages the newest.
 */
export async function readWitnesses(
  store: Pick<Store, 'readReports' | 'readSamples' | 'readFailures'>,
  agreement: Agreement,
  measures: (type: string) => boolean,
  now: Instant,
): Promise<Heard> {
  const { name, sources } = agreement;
  const heard = sources.map(async ({ name: source }) => ({
    source,
    reports: await store.readReports({ agreement: name, source, limit }),
  }));
  const checks = sources
    .filter(({ type }) => measures(type))
    .map(({ name: source, every }) => {
      const start = now - slotsBack * milliseconds(every);
      return lastCheck(store, name, source, { start, end: now });
    });
  return { heard: await Promise.all(heard), checks: (await Promise.all(checks)).flat() };
}

async function lastCheck(
  store: Pick<Store, 'readSamples' | 'readFailures'>,
  agreement: string,
  source: string,
  window: Interval,
): Promise<Check[]> {
  const query = { agreement, source, ...window };
  const [newest] = (await store.readSamples(query)).flatMap(newestMeasured).sort((a, b) => b.at - a.at);
  if (newest === undefined) return [];
  if (newest.outcome === 'ok') return [{ source, ...newest, reason: null }];
  const failures = await store.readFailures({ ...query, start: newest.at, end: newest.at + 1, limit: 10 });
  const reason = failures.find(({ outcome }) => outcome === 'bad')?.reason ?? null;
  return [{ source, ...newest, reason }];
}

function newestMeasured({ at, outcome }: SampleSeries): Pick<Check, 'at' | 'outcome'>[] {
  const place = outcome.findLastIndex((code) => code !== outcomeCode.unmeasured);
  const instant = at[place];
  if (instant === undefined) return [];
  return [{ at: instant, outcome: outcome[place] === outcomeCode.ok ? 'ok' : 'bad' }];
}
