// Sealed hours (architecture.md, "Facts, blocks, tallies, statements"). Samples of an hour stay as head rows until
// they are retired; what was sealed stays for good.
import type { Step } from './steps.ts';

const sealed = `
-- Every hour that ended up to here is sealed, but for those in late_hours.
alter table targets add column sealed_until integer not null default 0;
create index targets_to_seal on targets (sealed_until);
-- How many blocks were sealed, and the chain of the last.
alter table targets add column sealed_blocks integer not null default 0;
alter table targets add column sealed_chain blob;

-- One row a version; the one with the highest speaks. hash and previous are SHA-256, previous that of the version before.
-- sequence counts the blocks of a target in the order of sealing; chain is SHA-256 over that of the block before and hash.
create table blocks (
  target integer not null references targets (id),
  hour integer not null check (hour % 3600000 = 0),
  version integer not null check (version >= 1),
  hash blob not null,
  previous blob,
  sequence integer not null check (sequence >= 1),
  chain blob not null,
  sealed_at integer not null,
  samples integer not null check (samples >= 1),
  not_ok integer not null check (not_ok between 0 and samples),
  last_at integer not null,
  data blob not null,
  check ((version = 1) = (previous is null)),
  primary key (target, hour, version)
) strict, without rowid;

-- Closed hours that samples came to: sealed anew, each time with all that is known.
create table late_hours (
  target integer not null references targets (id),
  hour integer not null,
  primary key (target, hour)
) strict, without rowid;
`;

const heads = `
-- What was seen beside samples that ended ok goes with the head rows; beside the others it stays for good, in details.
create table head_details (
  target integer not null,
  at integer not null,
  detail text not null,
  primary key (target, at)
) strict, without rowid;

insert into head_details (target, at, detail)
  select details.target, details.at, details.detail from details
  join samples on samples.target = details.target and samples.at = details.at
  where samples.outcome = 0;
delete from details where exists (
  select 1 from samples where samples.target = details.target and samples.at = details.at and samples.outcome = 0
);
`;

/** A database of this engine never held a row before this step, so that its tables may be made anew. */
const partitionedHeads = `
drop table samples;
create table samples (
  target bigint not null,
  at bigint not null,
  outcome smallint not null check (outcome in (0, 1, 2)),
  reason text,
  latency_tenths bigint check (latency_tenths >= 0),
  age_tenths bigint check (age_tenths is null or (age_tenths >= 0 and outcome <> 2)),
  status smallint check (status is null or (status between 0 and 999 and outcome = 1 and reason = 'status')),
  check ((outcome = 0) = (reason is null)),
  check (outcome <> 2 or latency_tenths is null),
  primary key (target, at)
) partition by range (at);
create index samples_not_ok on samples (target, at) where outcome <> 0;
create index samples_with_more on samples (target, at) where age_tenths is not null or status is not null;

create table head_details (
  target bigint not null,
  at bigint not null,
  detail text not null,
  primary key (target, at)
) partition by range (at);
`;

export const blocks: Step = { sql: sealed + heads, postgres: sealed + partitionedHeads };
