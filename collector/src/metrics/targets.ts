// What /metrics says of the targets there are: how often each is asked, and nothing of those that are gone.
import type { Metric } from 'prom-client';
import type { Instruments } from './instruments.ts';

type Asked = { agreement: string; source: string; everyMs: number };
type Labels = Partial<Record<string, string | number>>;

/** Shows the cadence of these targets in the place of those before. */
export function showTargets({ probeInterval }: Instruments, targets: readonly Asked[]): void {
  probeInterval.reset();
  for (const { agreement, source, everyMs } of targets) {
    probeInterval.set({ agreement, source }, everyMs / 1000);
  }
}

/**
 * Takes away the series of sources that are no longer asked: the registry keeps what it once showed, and a
 * success of last month would stand beside those of today.
 */
export async function forgetOthers(
  { registry, begun }: Instruments,
  targets: readonly Asked[],
): Promise<void> {
  begun.clear();
  const known = new Set(targets.map(({ agreement, source }) => keyOf({ agreement, source })));
  for (const { name, values } of await registry.getMetricsAsJSON()) {
    const metric: Metric | undefined = registry.getSingleMetric(name);
    const gone = values.filter(({ labels }) => 'source' in labels && !known.has(keyOf(labels)));
    for (const { labels } of gone) metric?.remove(withoutBucket(labels));
  }
}

/** The buckets of a histogram are values of one series. */
function withoutBucket(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'le'));
}

function keyOf({ agreement, source }: Labels): string {
  return JSON.stringify([agreement, source]);
}
