// What a closed hour of one target holds, as columns.
import type { Instant } from '@upheld/shared/time/instant';
import type { OutcomeColumns } from '../sql/outcomes.ts';

/** The length of what is sealed at once. */
export const hourMs = 3_600_000;

/** The start of the hour that holds an instant. */
export const hourOf = (at: Instant): Instant => Math.floor(at / hourMs) * hourMs;

/** A sample as its row holds it. */
export type SlotRow = { at: Instant } & OutcomeColumns;

/** How slots ended, latencies and ages apart. */
export type Ending = Pick<OutcomeColumns, 'outcome' | 'reason' | 'status'>;

/** One place in each column for a slot, in rising order; `ending` is a place in `endings`; NaN where there is no value. */
export type HourColumns = {
  at: Float64Array;
  endings: readonly Ending[];
  ending: Uint32Array;
  latencyTenths: Float64Array;
  ageTenths: Float64Array;
};

/** Each slot once, in rising order. */
export function columnsOf(rows: readonly SlotRow[]): HourColumns {
  const sorted = rows.toSorted((a, b) => a.at - b.at);
  const places = new Map<string, number>();
  const endings: Ending[] = [];
  const placeOf = ({ outcome, reason, status }: Ending): number => {
    const key = JSON.stringify([outcome, reason, status]);
    const known = places.get(key) ?? places.size;
    if (known === places.size) {
      places.set(key, known);
      endings.push({ outcome, reason, status });
    }
    return known;
  };
  return {
    at: Float64Array.from(sorted, ({ at }) => at),
    ending: Uint32Array.from(sorted, placeOf),
    endings,
    latencyTenths: Float64Array.from(sorted, ({ latency_tenths: latency }) => latency ?? NaN),
    ageTenths: Float64Array.from(sorted, ({ age_tenths: age }) => age ?? NaN),
  };
}

/** The sample at a place of the columns. */
function rowAt(columns: HourColumns, place: number): SlotRow {
  const { outcome = 0, reason = null, status = null } = columns.endings[columns.ending[place] ?? 0] ?? {};
  return {
    ...{ at: columns.at[place] ?? NaN, outcome, reason, status },
    latency_tenths: numberOrNull(columns.latencyTenths[place]),
    age_tenths: numberOrNull(columns.ageTenths[place]),
  };
}

/** All samples, in rising order. */
export const rowsOf = (columns: HourColumns): SlotRow[] =>
  Array.from(columns.at, (_, place) => rowAt(columns, place));

/** The sample of a slot, or null. */
export function rowOf(columns: HourColumns, at: Instant): SlotRow | null {
  const place = firstFrom(columns.at, at);
  return columns.at[place] === at ? rowAt(columns, place) : null;
}

/** The first place of a rising column that holds `at` or more; its length where none does. */
export function firstFrom(column: Float64Array, at: Instant): number {
  let [low, high] = [0, column.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const numberOrNull = (value = NaN): number | null => (Number.isNaN(value) ? null : value);
