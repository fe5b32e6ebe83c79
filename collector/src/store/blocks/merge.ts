// Sealed hours and head rows of a window as one series: each slot once, whichever of the two holds it.
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { Interval } from '@upheld/shared/time/instant';
import { firstFrom, type HourColumns } from './hour.ts';

/**
 * `heads` are the rows of the window; `hours` the newest blocks of the hours that it touches. Both rise. A slot
 * that both hold is the block's: the rows are what it was made of.
 */
export function withHours(
  heads: SampleSeries,
  hours: readonly HourColumns[],
  { start, end }: Interval,
): SampleSeries {
  if (hours.length === 0) return heads;
  const series = new SeriesBuilder(
    heads,
    hours.reduce((sum, { at }) => sum + at.length, 0),
  );
  for (const hour of hours) {
    const last = firstFrom(hour.at, end);
    for (let place = firstFrom(hour.at, start); place < last; place += 1) series.addSealed(hour, place);
  }
  return series.done();
}

/** Takes sealed samples in rising order, and puts the heads where they belong. */
class SeriesBuilder {
  readonly #heads: SampleSeries;
  readonly #at: Float64Array;
  readonly #outcome: Uint8Array;
  readonly #latencyMs: Float64Array;
  #ageMs: Float64Array | undefined;
  #status: Uint16Array | undefined;
  /** How many samples stand in the columns, and how many heads are among them or were passed over. */
  #length = 0;
  #taken = 0;

  constructor(heads: SampleSeries, sealed: number) {
    const most = heads.at.length + sealed;
    this.#heads = heads;
    this.#at = new Float64Array(most);
    this.#outcome = new Uint8Array(most);
    this.#latencyMs = new Float64Array(most);
  }

  addSealed(hour: HourColumns, place: number): void {
    const at = hour.at[place] ?? NaN;
    this.#addHeadsBefore(at);
    if (this.#heads.at[this.#taken] === at) this.#taken += 1;
    const ending = hour.endings[hour.ending[place] ?? 0];
    this.#add(at, ending?.outcome ?? 0, (hour.latencyTenths[place] ?? NaN) / 10);
    this.#addMore((hour.ageTenths[place] ?? NaN) / 10, ending?.status ?? 0);
  }

  done(): SampleSeries {
    this.#addHeadsBefore(Infinity);
    const { source, vantage } = this.#heads;
    const length = this.#length;
    return {
      ...{ source, vantage },
      at: this.#at.slice(0, length),
      outcome: this.#outcome.slice(0, length),
      latencyMs: this.#latencyMs.slice(0, length),
      ...(this.#ageMs && { ageMs: this.#ageMs.slice(0, length) }),
      ...(this.#status && { status: this.#status.slice(0, length) }),
    };
  }

  #addHeadsBefore(end: number): void {
    const { at, outcome, latencyMs, ageMs, status } = this.#heads;
    for (; this.#taken < at.length && (at[this.#taken] ?? end) < end; this.#taken += 1) {
      const place = this.#taken;
      this.#add(at[place] ?? NaN, outcome[place] ?? 0, latencyMs[place] ?? NaN);
      this.#addMore(ageMs?.[place] ?? NaN, status?.[place] ?? 0);
    }
  }

  #add(at: number, outcome: number, latencyMs: number): void {
    this.#at[this.#length] = at;
    this.#outcome[this.#length] = outcome;
    this.#latencyMs[this.#length] = latencyMs;
    this.#length += 1;
  }

  /** Of the sample that was added last. */
  #addMore(ageMs: number, status: number): void {
    const place = this.#length - 1;
    const most = this.#at.length;
    if (!Number.isNaN(ageMs)) (this.#ageMs ??= new Float64Array(most).fill(NaN))[place] = ageMs;
    if (status !== 0) (this.#status ??= new Uint16Array(most))[place] = status;
  }
}
