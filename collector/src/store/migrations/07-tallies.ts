// Tallies of days: a cache of what samples come to, minute by minute. Thrown away and rebuilt at will.
import type { Step } from './steps.ts';

/** `reading`: how the samples were read, terms included; `day`: its start in UTC; `until`: every minute before it is in. */
const cache = `
-- How often something came to hours that were over: a tally made of what was read before then is refused.
alter table targets add column changes integer not null default 0;

create table tallies (
  target integer not null references targets (id),
  reading text not null,
  day integer not null check (day % 86400000 = 0),
  until integer not null check (until > day),
  data blob not null,
  primary key (target, reading, day)
) strict, without rowid;
`;

export const tallies: Step = { sql: cache };
