// A family of gauges in a registry: a name, a help sentence and one row for each set of labels.
import { Gauge, type Registry } from 'prom-client';
import type { RatioText } from '@upheld/shared/measurement/figures';
import type { Ratio } from '@upheld/shared/exact/ratio';

export type Labels = Record<string, string>;
export type Row = { labels: Labels; value: number };
export type Family = (name: string, help: string, rows: Row[]) => void;

/** Adds a family to `registry`; without a row it still shows its help. */
export function exposeFamily(registry: Registry, name: string, help: string, rows: Row[]): void {
  // Without a label prom-client would expose a 0 that nobody measured.
  const labelNames = [...new Set(['agreement', ...rows.flatMap(({ labels }) => Object.keys(labels))])];
  const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
  for (const { labels, value } of rows) gauge.set(labels, value);
}

/**
 * A ratio's value for a gauge; verdicts never come from here. One division, so that a target and a measured
 * value that are equal are equal in PromQL too: 99.9 / 100 would be more than 0.999.
 */
export function toNumber({ num, den }: Ratio | RatioText): number {
  return Number(num) / Number(den);
}
