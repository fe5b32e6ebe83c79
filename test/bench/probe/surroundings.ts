// What every run is given.
import type { Partner } from './partner.ts';

export type Surroundings = {
  /** Holds whatever a run writes; removed at the end of all. */
  folder: string;
  partner: Partner;
  processors: number;
  profileFolder: string | null;
  stop: AbortSignal;
};
