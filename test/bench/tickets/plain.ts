// What the same work costs at least: a loop that fetches the same pages, inserts them as rows in one transaction a
// page, and asks SQLite who was answered in time. It knows no calendars, pauses, severity changes or gaps.
import { DatabaseSync } from 'node:sqlite';

export type PlainRun = { backfillMs: number; evaluateMs: number; late: number };

const first = `with firsts as (
  select o.ticket, o.at as opened, o.severity, min(r.at) as answered
  from events o left join events r on r.ticket = o.ticket and r.type = 'public-reply' and r.actor = 'supplier'
  where o.type = 'opened' group by o.ticket)
  select count(*) as late from firsts where answered - opened >
    case severity when 1 then 2 when 2 then 8 when 3 then 24 else 72 end * 3600000`;

/** Reads the whole desk at `url` into a database at `path`. */
export async function runPlain(url: string, path: string): Promise<PlainRun> {
  const database = new DatabaseSync(path);
  database.exec(`pragma journal_mode = wal; pragma synchronous = full;
    create table events (at integer, ticket text, type text, severity integer, actor text, auto integer) strict;
    create unique index once on events (ticket, at, type, ifnull(severity, 0), ifnull(actor, ''), ifnull(auto, -1))`);
  const insert = database.prepare('insert or ignore into events values (?, ?, ?, ?, ?, ?)');
  const began = performance.now();
  for (let cursor = '0', more = true; more;) {
    const answer = await fetch(`${url}?since=${cursor}`);
    const page = await answer.json();
    database.exec('begin');
    for (const { at, ticket, type, severity = null, actor = null, autoSubmitted } of page.events) {
      insert.run(
        at,
        ticket,
        type,
        severity,
        actor,
        autoSubmitted === undefined ? null : Number(autoSubmitted),
      );
    }
    database.exec('commit');
    ({ cursor, more } = page);
  }
  const backfilled = performance.now();
  const row = database.prepare(first).get();
  const evaluated = performance.now();
  database.close();
  return {
    backfillMs: backfilled - began,
    evaluateMs: evaluated - backfilled,
    late: Number(row?.['late']),
  };
}
