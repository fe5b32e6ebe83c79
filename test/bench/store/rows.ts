// Samples as rows of the product's own tables, for programs that write them without the product.
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { NewSample } from '@upheld/collector/store/store';
import type { Connection } from './place.ts';
import type { Target } from './story.ts';

export type Value = number | string | null;

/** Rows of one table, all of the same columns. */
export type Rows = { table: string; columns: readonly string[]; values: Value[][] };

export const sampleColumns = ['target', 'at', 'outcome', 'reason', 'latency_tenths', 'age_tenths', 'status'];
const detailColumns = ['target', 'at', 'detail'];

export const keyOf = ({ agreement, source, vantage }: Target): string => `${agreement} ${source} ${vantage}`;

/** The numbers that the store of a place gave its targets. */
export async function numbersIn({ select }: Pick<Connection, 'select'>): Promise<Map<string, number>> {
  const rows = await select(
    'select a.name, t.source, t.vantage, t.id from targets t join agreements a on a.id = t.agreement',
  );
  return new Map(
    rows.map(([agreement, source, vantage, id]) => [
      keyOf({ agreement: String(agreement), source: String(source), vantage: String(vantage) }),
      Number(id),
    ]),
  );
}

/** What the tables hold of these samples; tables that get nothing are left out. */
export function rowsOf(samples: readonly NewSample[], numbers: ReadonlyMap<string, number>): Rows[] {
  const rows: Rows = { table: 'samples', columns: sampleColumns, values: [] };
  const ofOk: Rows = { table: 'head_details', columns: detailColumns, values: [] };
  const ofOthers: Rows = { table: 'details', columns: detailColumns, values: [] };
  for (const sample of samples) {
    const target = numbers.get(keyOf(sample)) ?? NaN;
    rows.values.push([target, sample.at, ...outcomeOf(sample)]);
    if (!sample.detail) continue;
    const details = sample.outcome === 'ok' ? ofOk : ofOthers;
    details.values.push([target, sample.at, JSON.stringify(sample.detail)]);
  }
  return [rows, ofOk, ofOthers].filter(({ values }) => values.length > 0);
}

function outcomeOf(sample: NewSample): Value[] {
  const latency = sample.latencyMs === null ? null : Math.floor(sample.latencyMs * 10);
  const status = sample.outcome === 'bad' ? (sample.status ?? null) : null;
  return [outcomeCode[sample.outcome], sample.reason, latency, null, status];
}
