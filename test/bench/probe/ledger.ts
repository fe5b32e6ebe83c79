// What a collector's database holds of a stretch of time, beside the slots that the agreements scheduled in it.
import { DatabaseSync } from 'node:sqlite';
import { slotAtOrAfter, slotPhase } from '@upheld/shared/time/slots';
import type { ProbedSource } from './agreements.ts';

export type Ledger = {
  scheduled: number;
  ok: number;
  bad: number;
  unmeasured: number;
  /** Scheduled slots without a row, and rows in no scheduled slot. */
  unaccounted: number;
  /** How late the slots that were asked began, in milliseconds. */
  lateMs: number[];
  /** Slots that ended ok. */
  answers: Answer[];
};

/** Times in milliseconds: the latency that is judged, and all phases together. */
export type Answer = { agreement: string; latencyMs: number; totalMs: number };

type Row = ReturnType<typeof rowsIn>[number];

/** The account of `[start, end)`. The file is read only. */
export function readLedger(path: string, sources: ProbedSource[], start: number, end: number): Ledger {
  const scheduled = slotsIn(sources, start, end);
  const rows = rowsIn(path, start, end);
  const met = rows.filter(({ slot }) => scheduled.has(slot));
  const withOutcome = (outcome: number) => met.filter((row) => row.outcome === outcome).length;
  return {
    scheduled: scheduled.size,
    ok: withOutcome(0),
    bad: withOutcome(1),
    unmeasured: withOutcome(2),
    unaccounted: scheduled.size - new Set(met.map(({ slot }) => slot)).size + (rows.length - met.length),
    lateMs: rows.flatMap(({ lateMs }) => (lateMs === null ? [] : [lateMs])),
    answers: rows.filter(({ outcome }) => outcome === 0).map(answerOf),
  };
}

/** Every slot, by the names of its target and its instant. */
function slotsIn(sources: ProbedSource[], start: number, end: number): Set<string> {
  const slots = new Set<string>();
  for (const { agreement, source, everyMs } of sources) {
    const first = slotAtOrAfter(start, slotPhase(agreement, source, everyMs), everyMs);
    for (let at = first; at < end; at += everyMs) slots.add(slotKey(agreement, source, at));
  }
  return slots;
}

function rowsIn(path: string, start: number, end: number) {
  using database = new DatabaseSync(path, { readOnly: true });
  const rows = database
    .prepare(
      `select agreements.name as agreement, targets.source, samples.at, outcome, latency_tenths,
         json_extract(detail, '$.attempts[0].startedAt') - samples.at as late,
         (select sum(value) from json_each(detail, '$.phases')) as total
       from samples join targets on targets.id = samples.target
         join agreements on agreements.id = targets.agreement
         left join details on details.target = samples.target and details.at = samples.at
       where samples.at >= ? and samples.at < ?`,
    )
    .all(start, end);
  return rows.map((row) => ({
    agreement: String(row['agreement']),
    slot: slotKey(String(row['agreement']), String(row['source']), Number(row['at'])),
    outcome: Number(row['outcome']),
    latencyTenths: Number(row['latency_tenths']),
    lateMs: row['late'] === null ? null : Number(row['late']),
    totalMs: Number(row['total']),
  }));
}

function answerOf({ agreement, latencyTenths, totalMs }: Row): Answer {
  return { agreement, latencyMs: latencyTenths / 10, totalMs };
}

function slotKey(agreement: string, source: string, at: number): string {
  return `${agreement}/${source}/${at}`;
}
