// What happened, as counters.
import { badReasons } from '@upheld/shared/facts/sample';
import { unreadReasons } from '@upheld/shared/facts/unread-hour';
import type { ControlAnswer } from '../collect/control.ts';
import type { TrafficRound } from '../collect/traffic-round.ts';
import { reportedStatuses, type StatusReport } from '@upheld/shared/facts/status-report';
import type { Look } from '../evaluation/watch.ts';
import type { NewSample } from '../store/store.ts';
import { deliveryOutcomes, type DeliveryOutcome } from '../webhooks/webhook.ts';
import type { Instruments } from './instruments.ts';

type Place = { agreement: string; source: string };

/** Counts a slot whose outcome is durable. */
export function countSample(instruments: Instruments, sample: NewSample): void {
  const { agreement, source, outcome, reason, latencyMs, at, detail } = sample;
  const place = { agreement, source };
  instruments.samplesStored.inc({ ...place, outcome });
  const endsAt = detail?.certificateEndsAt;
  if (endsAt !== undefined) instruments.probeTlsExpiry.set(place, endsAt / 1000);
  if (outcome === 'unmeasured') {
    instruments.slotsUnmeasured.inc({ ...place, reason });
    if (detail?.attempts === undefined) instruments.schedulerSkipped.inc({ reason });
    return;
  }
  instruments.probes.inc(place);
  instruments.probeLastRun.set(place, at / 1000);
  beginFailures(instruments, place);
  if (outcome === 'bad') instruments.probeFailures.inc({ ...place, reason });
  instruments.probeSuccess.set(place, outcome === 'ok' ? 1 : 0);
  if (latencyMs !== null) instruments.probeDuration.observe(place, latencyMs / 1000);
}

/** A counter that begins at 0 shows its first failure as an increase. */
function beginFailures({ begun, probeFailures }: Instruments, place: Place): void {
  const key = JSON.stringify([place.agreement, place.source]);
  if (begun.has(key)) return;
  begun.add(key);
  for (const reason of badReasons) probeFailures.inc({ ...place, reason }, 0);
}

/** Shows what a partner last said of itself: 1 for its status, 0 for every other. */
export function showReport(instruments: Instruments, source: Place, { status }: StatusReport): void {
  const { agreement, source: name } = source;
  for (const known of reportedStatuses) {
    instruments.reportedStatus.set({ agreement, source: name, status: known }, Number(known === status));
  }
}

/** Shows how our control targets answered, and nothing of those that are gone from the settings. */
export function showControls({ controlSuccess }: Instruments, answers: ControlAnswer[]): void {
  controlSuccess.reset();
  for (const { name, said } of answers) controlSuccess.set({ control: name }, Number(said === 'answered'));
}

/** Begins the counts of what these sources are told: their first delivery shows as an increase. */
export function beginDeliveries({ webhookDeliveries }: Instruments, sources: readonly Place[]): void {
  for (const { agreement, source } of sources) {
    for (const outcome of deliveryOutcomes) webhookDeliveries.inc({ agreement, source, outcome }, 0);
  }
}

/** Counts a webhook; without a source where none has its address, which anybody may have made up. */
export function countDelivery(
  { webhookDeliveries }: Instruments,
  source: Place | null,
  outcome: DeliveryOutcome | 'unknown',
): void {
  const place = source && { agreement: source.agreement, source: source.source };
  webhookDeliveries.inc({ ...place, outcome });
}

/** Counts one round of reading counted traffic. */
export function countTraffic(
  instruments: Instruments,
  { agreement, source }: Place,
  { at, asked, unread, isComplete, history }: TrafficRound,
): void {
  const place = { agreement, source };
  instruments.trafficQueries.inc(place, asked);
  for (const reason of unreadReasons) {
    const failures = unread.filter((failure) => failure.reason === reason).length;
    instruments.trafficFailures.inc({ ...place, reason }, failures);
  }
  if (isComplete) instruments.trafficLastSuccess.set(place, at / 1000);
  if (history === null) return;
  instruments.trafficKept.set(place, history.keptMs / 1000);
  instruments.trafficWanted.set(place, history.wantedMs / 1000);
}

/** Notes an evaluation and the triggers that it opened. */
export function showLook(instruments: Instruments, { agreement, opened, tookMs, statement }: Look): void {
  const labels = { agreement: agreement.name };
  instruments.evaluationDuration.set(labels, tookMs / 1000);
  instruments.evaluationLastSuccess.set(labels, statement.asOf / 1000);
  for (const { trigger } of opened) instruments.triggersOpened.inc({ ...labels, trigger });
}

/** Counts an evaluation that failed. */
export function countFailedLook(instruments: Instruments, agreement: string): void {
  instruments.evaluationFailures.inc({ agreement });
}
