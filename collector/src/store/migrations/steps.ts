// The tables of every engine, as numbered steps that only ever go forward. A step that was released is never
// edited: a change is a new step. Steps are written in SQLite's words; in-postgres.ts says them in PostgreSQL's.
import { facts } from './01-facts.ts';
import { agesStatusesAndLoadTests } from './02-ages-statuses-load-tests.ts';
import { slicesBeatsAndReports } from './03-slices-beats-reports.ts';
import { observedEventsAndOpinions } from './04-observed-events-opinions.ts';
import { blocks } from './05-blocks.ts';
import { leases } from './06-leases.ts';
import { tallies } from './07-tallies.ts';

/** `postgres` stands where that engine keeps a table in another way, such as in partitions. */
export type Step = { sql: string; postgres?: string };

/** The number of a step is its place, counted from 1: it is what the database says of itself. */
export const steps: readonly Step[] = [
  { sql: facts },
  { sql: agesStatusesAndLoadTests },
  { sql: slicesBeatsAndReports },
  { sql: observedEventsAndOpinions },
  blocks,
  leases,
  tallies,
];
