// Counted traffic, heartbeats and what partners say of themselves.
export const slicesBeatsAndReports = `
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
