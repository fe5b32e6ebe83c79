// Who hears of what happens: the log, the counters, the standings behind /metrics, and open pages. The
// stages tell; nothing here answers back.
import { inForce } from '@upheld/shared/agreement/versions';
import { agreementSummary, groupTriggers } from '@upheld/shared/api/views';
import type { Change } from './api/readers.ts';
import type { Clock } from './clock.ts';
import type { CollectParts } from './collect/collect.ts';
import type { OutsideParts } from './collect/outside.ts';
import type { ControlAnswer } from './collect/control.ts';
import { targetKey, type Target } from './collect/target.ts';
import { observeLeases, type LeaseObserver } from './observe-leases.ts';
import { observeStore, type StoreObserver } from './observe-store.ts';
import { observeSyncs } from './observe-syncs.ts';
import { observeTraffic } from './observe-traffic.ts';
import type { Look } from './evaluation/watch.ts';
import { reportFailures, type Failures } from './failures.ts';
import type { Logger } from './log.ts';
import type { Instruments } from './metrics/instruments.ts';
import { countFailedLook, countSample, showControls, showLook, showReport } from './metrics/record.ts';
import type { Standing } from './metrics/standing.ts';
import { forgetOthers, showTargets } from './metrics/targets.ts';
import type { PipelineParts } from './pipeline.ts';
import type { WriterOptions } from './store/batch.ts';
import type { NewSample, SourceKey } from './store/store.ts';

export type Observer = Pick<
  CollectParts,
  'onKept' | 'onReport' | 'onSync' | 'onTraffic' | 'onStart' | 'onEnd'
> &
  Pick<OutsideParts, 'onControls'> &
  Pick<PipelineParts, 'onLook' | 'onBlind' | 'onError' | 'onAmended'> &
  LeaseObserver & {
    /** What failed before works. */
    onWorked: Failures['worked'];
    /** For the writer of samples. */
    writing: Pick<WriterOptions, 'onCommit' | 'onFailure'>;
    ofStore: StoreObserver;
    /** How the agreements in force stood when they were last judged. */
    standings(): Standing[];
    /** Forgets agreements that are no longer in force. */
    keepOnly(names: string[]): void;
    /** Shows these targets in the metrics, and none that were asked before. */
    follow(targets: readonly Target[]): void;
  };

export type ObserverParts = {
  log: Logger;
  instruments: Instruments;
  clock: Pick<Clock, 'setTimer'>;
  publish: (change: Change) => void;
};

/** Nothing has happened yet. */
export function createObserver({ log, instruments, clock, publish }: ObserverParts): Observer {
  const failures = reportFailures(log);
  const standings = new Map<string, Standing>();
  // A slot that was under way when its source went is stored, but begins no series again.
  let asked: ReadonlySet<string> | null = null;
  const isShown = (source: SourceKey) => asked === null || asked.has(targetKey(source));
  const onSync = observeSyncs({ log, failures, instruments });
  return {
    ofStore: observeStore(failures, instruments),
    writing: {
      onFailure: (error) => failures.failed('store', error),
      onCommit: ({ conflicts }) => {
        failures.worked('store');
        for (const { given, kept } of conflicts) log.warn({ event: 'conflict', given, kept });
      },
    },
    onKept: (sample) => {
      failures.worked(targetKey(sample));
      reportRefusal(failures, sample);
      if (isShown(sample)) countSample(instruments, sample);
    },
    ...observeLeases({ log, failures, instruments, clock }),
    onReport: (source, report) => {
      if (isShown(source)) showReport(instruments, source, report);
    },
    onSync: (target, result) => {
      if (isShown(target)) onSync(target, result);
    },
    onControls: (answers) => {
      showControls(instruments, answers);
      for (const answer of answers) reportControl(failures, answer);
    },
    onTraffic: observeTraffic({ log, failures, instruments }),
    onStart: (lateMs) => {
      instruments.schedulerInFlight.inc();
      instruments.schedulerLag.observe(Math.max(0, lateMs) / 1000);
    },
    onEnd: () => instruments.schedulerInFlight.dec(),
    onLook: (look) => {
      failures.worked(look.agreement.name);
      standings.set(look.agreement.name, standingOf(look));
      showLook(instruments, look);
      logOpened(log, look);
      publish({ agreement: look.agreement.name, asOf: look.statement.asOf });
    },
    onBlind: (agreement, error) => {
      countFailedLook(instruments, agreement);
      failures.failed(agreement, error);
    },
    onAmended: (begun) => {
      for (const { agreement, amendment, from } of begun) {
        log.info({ event: 'amended', agreement, amendment });
        publish({ agreement, asOf: from });
      }
    },
    onError: failures.failed,
    onWorked: failures.worked,
    standings: () => [...standings.values()],
    follow(targets) {
      asked = new Set(targets.map(({ key }) => key));
      showTargets(instruments, targets);
      forgetOthers(instruments, targets).catch((error: unknown) => failures.failed('metrics', error));
    },
    keepOnly: (names) => {
      for (const name of standings.keys()) if (!names.includes(name)) standings.delete(name);
    },
  };
}

/** Refused for reasons that somebody here has to mend: nothing is measured until then. */
const ours: readonly (string | null)[] = ['policy', 'credentials'];

/** A sample says until when its partner is left alone; the log says once that it is. */
const asksTooOften =
  'the partner answered that it is asked too often (429), and is left alone for as long as it says; ask it less often';

function reportRefusal(failures: Failures, { outcome, reason, detail, ...place }: NewSample): void {
  const what = `measuring ${targetKey(place)}`;
  if (outcome !== 'unmeasured') failures.worked(what);
  else if (reason === 'rate-limited') failures.failed(what, asksTooOften);
  else if (ours.includes(reason)) failures.failed(what, detail?.error ?? reason);
}

function reportControl(failures: Failures, { name, said, why }: ControlAnswer): void {
  const what = `control ${name}`;
  if (said === 'answered') return failures.worked(what);
  failures.failed(
    what,
    `${why}; mend it or name another one: while controls fail, a connection that fails is not measured`,
  );
}

function standingOf({ agreement, statement, occurrences }: Look): Standing {
  const terms = inForce(agreement, statement.asOf);
  return {
    summary: agreementSummary(terms, statement, occurrences),
    calendars: terms.calendars,
    promises: statement.promises,
    triggers: groupTriggers(occurrences),
  };
}

function logOpened(log: Logger, { agreement, opened }: Look): void {
  for (const { trigger, evidence } of opened) {
    log.warn({ event: 'trigger-opened', agreement: agreement.name, trigger, summary: evidence.summary });
  }
}
