// What several collectors on one database share: who runs, who asks which targets, and what one process tells another.
import type { Step } from './steps.ts';

/**
 * `scope`: what is shared (leases/shards.ts), such as the probes of one vantage. A shard is free where nobody holds it
 * or its holder's time is over; `fence` rises by one each time that it is claimed. `since`: from when on a holder has
 * spoken on time. `configuration`: hashes of what it works with.
 */
const shared = `
create table holders (
  id text primary key,
  scopes text not null,
  configuration text not null,
  since integer not null,
  expires_at integer not null
) strict, without rowid;

create table shards (
  scope text not null,
  shard integer not null check (shard between 0 and 4095),
  holder text,
  fence integer not null,
  primary key (scope, shard)
) strict, without rowid;

create index shards_of_holder on shards (holder);

-- How often samples of a stretch of time came, by who wrote them (sql/revisions.ts).
create table sample_revisions (
  agreement integer not null references agreements (id),
  stretch integer not null,
  writer integer not null,
  revision integer not null,
  primary key (agreement, stretch, writer)
) strict, without rowid;

-- A desk said that these tickets changed; '' stands for any of them.
create table hints (
  agreement integer not null references agreements (id),
  source text not null,
  ticket text not null,
  primary key (agreement, source, ticket)
) strict, without rowid;

-- Since when and until when a process could hear the heartbeats of a source.
create table listeners (
  agreement integer not null references agreements (id),
  source text not null,
  id text not null,
  since integer not null,
  until integer not null check (until >= since),
  reason text not null check (reason in ('stopped', 'storage')),
  primary key (agreement, source, id)
) strict, without rowid;

-- What all processes of an installation must have alike.
create table agreed (
  name text primary key,
  value text not null
) strict, without rowid;

-- Which command fills the store with what another holds, until that is proven whole (sql/unfinished-copy.ts).
create table unfinished_copy (
  command text primary key
) strict, without rowid;
`;

export const leases: Step = { sql: shared };
