// The first tables: agreements, samples, ticket desks and what triggers opened.
export const facts = `
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
