// How the samples of each source are read when an agreement is judged: what tallies must tell to stand in for them.
import type { Agreement } from '../agreement/agreement.ts';
import { countsTraffic } from '../agreement/counted-source.ts';
import { rowReading } from '../measurement/row-reading.ts';
import type { Reading } from '../measurement/tallied.ts';
import { holdMs } from '../measurement/vantage-minutes.ts';
import { MINUTE } from '../time/instant.ts';
import type { Interval } from '../time/instant.ts';
import type { Period } from '../time/period.ts';
import { sourceOf } from './named-parts.ts';
import { slotGrid } from './part.ts';
import { everyPromise, promiseWindows } from './promise-periods.ts';
import type { Part } from './promise-periods.ts';

/** `holdMs` is how long a sample speaks on at most, so many of them before a stretch are needed to read it. */
export type SourceReadings = { readings: Reading[]; holdMs: number };

/**
 * The readings of every source whose samples judging `period` needs. A source is left out where a part begins or
 * ends inside a minute: nobody can tell from minutes what lies on which side.
 */
export function readingsNeeded(agreement: Agreement, period: Period): Map<string, SourceReadings> {
  const needed = new Map<string, SourceReadings>();
  const parts = everyPromise(agreement).flatMap((promise) =>
    promiseWindows(agreement, period, promise).flatMap((window) => window.parts),
  );
  if (!parts.every(({ window }) => isOfMinutes(window))) return needed;
  for (const part of parts) {
    for (const source of part.promised.sources) {
      const own = readingsOf(part, source);
      if (own === null) continue;
      const { readings, holdMs: hold } = needed.get(source) ?? { readings: [rowReading], holdMs: 0 };
      const added = own.readings.filter(({ name }) => readings.every((known) => known.name !== name));
      needed.set(source, { readings: [...readings, ...added], holdMs: Math.max(hold, own.holdMs) });
    }
  }
  return needed;
}

/** Null where the source is not asked by samples. */
function readingsOf({ version, promised }: Part, name: string): SourceReadings | null {
  const { indicator, ownTerms, timeSliceTarget, matrix } = promised;
  if (matrix !== null) return null;
  const source = sourceOf(version.terms, name);
  if (countsTraffic(source)) return null;
  const grid = slotGrid(version.terms.name, source);
  const readings = indicator.readings?.({ terms: indicator.terms.parse(ownTerms), timeSliceTarget, grid });
  return { readings: readings ?? [], holdMs: holdMs(grid.everyMs) };
}

function isOfMinutes({ start, end }: Interval): boolean {
  return start % MINUTE === 0 && end % MINUTE === 0;
}
