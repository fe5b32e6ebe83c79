// Events that were observed between two readings, and what desks say of their own clocks.
export const observedEventsAndOpinions = `
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
