// The tables of the sqlite engine, as numbered steps that only ever go forward. A step that was released
// is never edited: a change is a new step.
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { inTransaction } from './transaction.ts';

const facts = `
create table agreements (
  id integer primary key,
  name text not null unique,
  revision integer not null default 0
) strict;

-- Which stretch of time changed how often: a closed quarter stays as it was judged while the present goes on.
create table revisions (
  agreement integer not null references agreements (id),
  reach text not null check (reach in ('within', 'from')),
  stretch integer not null,
  revision integer not null,
  primary key (agreement, reach, stretch)
) strict, without rowid;

create table targets (
  id integer primary key,
  agreement integer not null references agreements (id),
  source text not null,
  vantage text not null,
  unique (agreement, source, vantage)
) strict;

create table samples (
  target integer not null references targets (id),
  at integer not null,
  outcome integer not null check (outcome in (0, 1, 2)),
  reason text,
  latency_tenths integer check (latency_tenths >= 0),
  check ((outcome = 0) = (reason is null)),
  check (outcome <> 2 or latency_tenths is null),
  primary key (target, at)
) strict, without rowid;

create index samples_not_ok on samples (target, at) where outcome <> 0;

create table details (
  target integer not null,
  at integer not null,
  detail text not null,
  primary key (target, at)
) strict, without rowid;

create table desks (
  id integer primary key,
  agreement integer not null references agreements (id),
  source text not null,
  cursor text,
  synced_until integer,
  failing_since integer,
  last_error text,
  unique (agreement, source)
) strict;

create table ticket_events (
  id integer primary key,
  desk integer not null references desks (id),
  at integer not null,
  ticket text not null,
  type text not null,
  severity integer check (severity >= 1),
  actor text,
  auto_submitted integer check (auto_submitted in (0, 1)),
  into_ticket text,
  check ((type in ('opened', 'severity-changed')) = (severity is not null)),
  check ((type = 'public-reply') = (actor is not null)),
  check ((type = 'public-reply') = (auto_submitted is not null)),
  check ((type = 'merged-into') = (into_ticket is not null))
) strict;

-- NULLs are distinct in a key, so each stands for a value that the column never holds.
create unique index ticket_events_once on ticket_events (
  desk, at, ticket, type, ifnull(severity, 0), ifnull(actor, ''), ifnull(auto_submitted, -1), ifnull(into_ticket, '')
);

create table occurrences (
  id integer primary key,
  agreement integer not null references agreements (id),
  trigger_name text not null,
  type text not null,
  promise text not null,
  source text not null,
  subject text not null,
  opened_at integer not null,
  cleared_at integer,
  evidence text not null,
  unique (agreement, trigger_name, promise, source, subject, opened_at)
) strict;
`;

const agesStatusesAndLoadTests = `
alter table samples add column age_tenths integer
  check (age_tenths is null or (age_tenths >= 0 and outcome <> 2));
-- Three digits, whatever a server sends: 999 has been seen.
alter table samples add column status integer
  check (status is null or (status between 0 and 999 and outcome = 1 and reason = 'status'));
update samples set status = (
  select json_extract(detail, '$.status') from details
  where details.target = samples.target and details.at = samples.at
) where outcome = 1 and reason = 'status';

-- Few samples have either, and those that have none must not be read any slower for it.
create index samples_with_more on samples (target, at) where age_tenths is not null or status is not null;

create table load_tests (
  id integer primary key,
  agreement integer not null references agreements (id),
  objective text not null,
  name text not null,
  at integer not null,
  users integer not null check (users >= 0),
  terms text not null,
  tool text,
  unique (agreement, objective, name, at)
) strict;
`;

const slicesBeatsAndReports = `
create table slices (
  id integer primary key,
  agreement integer not null references agreements (id),
  source text not null,
  start_at integer not null,
  end_at integer not null check (end_at > start_at),
  threshold_ms real check (threshold_ms >= 0),
  queries text not null,
  answer_hash text not null,
  -- Beyond the last integer that a double holds a count would come back as another one.
  total integer check (total between 0 and 9007199254740991),
  bad integer check (bad between 0 and total),
  fault text,
  check ((total is null) = (bad is null)),
  check ((total is null) = (fault is not null)),
  unique (agreement, source, start_at)
) strict;

create table beats (
  agreement integer not null references agreements (id),
  source text not null,
  at integer not null,
  primary key (agreement, source, at)
) strict, without rowid;

-- Ids rise in the order of arrival: a clock that was set back does not change which report is the newest.
create table status_reports (
  id integer primary key,
  agreement integer not null references agreements (id),
  source text not null,
  at integer not null,
  seen_at integer not null check (seen_at >= at),
  status text not null,
  maintenance text not null
) strict;

create index status_reports_of_source on status_reports (agreement, source, id);
`;

const observedEventsAndOpinions = `
alter table ticket_events add column observed_after integer
  check (observed_after is null or observed_after < at);
-- When it was first told, by our clock, and up to when its desk was known just before.
alter table ticket_events add column told_at integer;
alter table ticket_events add column desk_known_until integer
  check (desk_known_until is null or told_at is not null);
alter table desks add column reconciled_at integer;

-- By ticket first: single tickets are read for pages and hints, whole desks are sorted anyway.
drop index ticket_events_once;
create unique index ticket_events_once on ticket_events (
  desk, ticket, at, type, ifnull(severity, 0), ifnull(actor, ''), ifnull(auto_submitted, -1), ifnull(into_ticket, '')
);

create table found_tickets (
  desk integer not null references desks (id),
  ticket text not null,
  at integer not null,
  primary key (desk, ticket)
) strict, without rowid;

create table opinions (
  desk integer not null references desks (id),
  ticket text not null,
  kind text not null,
  state text not null,
  due_at integer,
  read_at integer not null,
  primary key (desk, ticket, kind)
) strict, without rowid;
`;

const migrations = [facts, agesStatusesAndLoadTests, slicesBeatsAndReports, observedEventsAndOpinions];

/** Stands in the file's header, so that another program's database is told apart ("Uphd"). */
const applicationId = 0x55706864;

/** Brings the tables up to this release; the path is for the error's text only. */
export function migrate(database: DatabaseSync, path: string): void {
  if (isCurrent(database)) return;
  inTransaction(database, () => {
    // Told under the write lock: another process may be making the tables meanwhile.
    for (const step of migrations.slice(versionOf(database, path))) database.exec(step);
    database.exec(`pragma application_id = ${applicationId}; pragma user_version = ${migrations.length}`);
  });
}

function isCurrent(database: DatabaseSync): boolean {
  const isOurs = pragma(database, 'application_id') === applicationId;
  return isOurs && pragma(database, 'user_version') === migrations.length;
}

function versionOf(database: DatabaseSync, path: string): number {
  const version = pragma(database, 'user_version');
  const isOurs = pragma(database, 'application_id') === applicationId;
  if (!isOurs && (version !== 0 || hasTables(database))) {
    throw new StoreError(
      'foreign',
      `${path} is a database of another program; name another file in UPHELD_STORE_URL, such as sqlite:.data/upheld.db`,
    );
  }
  if (version > migrations.length) {
    throw new StoreError(
      'newer-schema',
      `${path} was written by a newer release (schema ${version}, this release knows ${migrations.length}); start that release, or name another file in UPHELD_STORE_URL`,
    );
  }
  return version;
}

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`pragma ${name}`).get()?.[name]);

const hasTables = (database: DatabaseSync): boolean =>
  database.prepare('select 1 from sqlite_schema limit 1').get() !== undefined;
