// Tallies of days: a cache of what samples come to, minute by minute. Thrown away and rebuilt at will.
import type { Step } from './steps.ts';

/** `reading`: how the samples were read, terms included; `day`: its start in UTC; `until`: every minute before it is in. */
const cache = `
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
