// Who hears of leases: the counters, and the log, which tells what was not stored once a second and not slot by slot.
import type { Sample } from '@upheld/shared/facts/sample';
import type { Clock } from './clock.ts';
import { targetKey } from './collect/target.ts';
import type { Failures } from './failures.ts';
import type { Change } from './leases/open-leases.ts';
import type { Logger } from './log.ts';
import type { Instruments } from './metrics/instruments.ts';

export type LeaseObserver = {
  /** Not stored: another process asks this target by now, or its slot lies ahead of the store's clock. */
  onFenced(sample: Sample): void;
  /** Leases came or went. */
  onLeases(change: Change): void;
  /** So many other processes have another configuration. */
  onDiffering(others: number): void;
};

type Parts = {
  log: Logger;
  failures: Failures;
  instruments: Pick<Instruments, 'leases'>;
  clock: Pick<Clock, 'setTimer'>;
};

/** How long samples that were not stored are gathered for one line. */
const gatheredMs = 1_000;

/** Nothing has happened yet. */
export function observeLeases({ log, failures, instruments, clock }: Parts): LeaseObserver {
  let fenced: Sample[] = [];
  const tellFenced = () => {
    const at = fenced.map((sample) => sample.at).toSorted((a, b) => a - b);
    const targets = new Set(fenced.map(targetKey)).size;
    log.warn({ event: 'fenced', slots: at.length, targets, from: at[0], until: at.at(-1), why: whyFenced });
    fenced = [];
  };
  return {
    onFenced(sample) {
      instruments.leases.fenced.inc();
      if (fenced.length === 0) clock.setTimer(tellFenced, gatheredMs);
      fenced.push(sample);
    },
    onLeases({ gained, lost, isLost }) {
      instruments.leases.takeovers.inc(gained);
      if (isLost) failures.failed('leases', lostLeases);
      else failures.worked('leases');
      if (gained + lost > 0) log.info({ event: 'leases', gained, lost });
    },
    onDiffering(others) {
      if (others > 0) log.warn({ event: 'config-differs', others, why: whyDiffering });
      else log.info({ event: 'config-agrees' });
    },
  };
}

const whyFenced =
  "not stored: another collector asks these targets by now and accounts for their slots, or the slots lie ahead of the store's clock";

const lostLeases =
  "this process slept past the end of its leases: what it held may be another one's by now, and is not asked until the store was";

const whyDiffering =
  'other processes on this store have another configuration, or read it by another release: a target that only some of them know may be asked by nobody; give all the same files and reload each';
