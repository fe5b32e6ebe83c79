// The counters and histograms that grow while the process runs. Names are an interface: base units, one
// help sentence, bounded labels (prometheus.md section 2).
import { unmeasuredReasons } from '@upheld/shared/facts/sample';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { createLeaseInstruments } from './lease-instruments.ts';
import { createStoreInstruments } from './store-instruments.ts';

// prom-client exposes these three gauges under counters' names, which `promtool check metrics` refuses.
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

const probeLabels = ['agreement', 'source'] as const;

/** Every instrument of one process, on its own registry. */
export function createInstruments() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  const registers = [registry];
  const instruments = {
    registry,
    /** Sources whose counters have begun, so that their zeros are not shown anew with every slot. */
    begun: new Set<string>(),
    store: createStoreInstruments(registry),
    leases: createLeaseInstruments(registry),
    samplesStored: new Counter({
      name: 'upheld_samples_stored_total',
      help: 'Slots whose outcome is durable; rises only after the commit.',
      labelNames: [...probeLabels, 'outcome'],
      registers,
    }),
    probes: new Counter({
      name: 'upheld_probes_total',
      help: 'Slots that were probed.',
      labelNames: [...probeLabels],
      registers,
    }),
    probeFailures: new Counter({
      name: 'upheld_probe_failures_total',
      help: 'Probed slots that ended bad, by reason.',
      labelNames: [...probeLabels, 'reason'],
      registers,
    }),
    slotsUnmeasured: new Counter({
      name: 'upheld_slots_unmeasured_total',
      help: 'Slots that ended not measured, by our own reason.',
      labelNames: [...probeLabels, 'reason'],
      registers,
    }),
    probeDuration: new Histogram({
      name: 'upheld_probe_duration_seconds',
      help: 'Time from the written request to the last byte of the response.',
      labelNames: [...probeLabels],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10],
      registers,
    }),
    probeSuccess: new Gauge({
      name: 'upheld_probe_success',
      help: 'Whether the last measured slot was ok.',
      labelNames: [...probeLabels],
      registers,
    }),
    probeLastRun: new Gauge({
      name: 'upheld_probe_last_run_timestamp_seconds',
      help: 'Scheduled instant of the last probed slot that was stored.',
      labelNames: [...probeLabels],
      registers,
    }),
    reportedStatus: new Gauge({
      name: 'upheld_reported_status',
      help: 'What a partner last said of itself: 1 for that status, 0 for the others. No verdict is made of it.',
      labelNames: [...probeLabels, 'status'],
      registers,
    }),
    probeInterval: new Gauge({
      name: 'upheld_probe_interval_seconds',
      help: 'How often a source is asked.',
      labelNames: [...probeLabels],
      registers,
    }),
    probeTlsExpiry: new Gauge({
      name: 'upheld_probe_tls_expiry_timestamp_seconds',
      help: 'When the certificate ends that the partner showed last.',
      labelNames: [...probeLabels],
      registers,
    }),
    controlSuccess: new Gauge({
      name: 'upheld_control_success',
      help: 'Whether a control target of ours answered when it was last asked, with any status.',
      labelNames: ['control'],
      registers,
    }),
    syncs: new Counter({
      name: 'upheld_ticket_source_syncs_total',
      help: 'Synchronisations of a ticket desk that reached its present.',
      labelNames: [...probeLabels],
      registers,
    }),
    syncFailures: new Counter({
      name: 'upheld_ticket_source_sync_failures_total',
      help: 'Questions to a ticket desk that it did not answer, by reason; it is then left alone for a while.',
      labelNames: [...probeLabels, 'reason'],
      registers,
    }),
    syncDuration: new Gauge({
      name: 'upheld_ticket_source_sync_duration_seconds',
      help: 'How long the last synchronisation of a ticket desk took.',
      labelNames: [...probeLabels],
      registers,
    }),
    syncReconciled: new Gauge({
      name: 'upheld_ticket_source_last_reconcile_timestamp_seconds',
      help: 'When the open tickets of a desk were last read one by one.',
      labelNames: [...probeLabels],
      registers,
    }),
    syncOverlooked: new Counter({
      name: 'upheld_ticket_source_overlooked_events_total',
      help: 'Events that reading open tickets one by one found and polling should have told before.',
      labelNames: [...probeLabels],
      registers,
    }),
    syncLastSuccess: new Gauge({
      name: 'upheld_ticket_source_last_success_timestamp_seconds',
      help: 'Instant up to which a desk is known.',
      labelNames: [...probeLabels],
      registers,
    }),
    webhookDeliveries: new Counter({
      name: 'upheld_webhook_deliveries_total',
      help: 'Webhooks that came, by what became of them; unknown where no source takes any at the address.',
      labelNames: [...probeLabels, 'outcome'],
      registers,
    }),
    trafficQueries: new Counter({
      name: 'upheld_promql_source_queries_total',
      help: 'Requests for counted traffic.',
      labelNames: [...probeLabels],
      registers,
    }),
    trafficFailures: new Counter({
      name: 'upheld_promql_source_failures_total',
      help: 'Requests for counted traffic that gave no hour, by reason.',
      labelNames: [...probeLabels, 'reason'],
      registers,
    }),
    trafficLastSuccess: new Gauge({
      name: 'upheld_promql_source_last_success_timestamp_seconds',
      help: 'When every settled hour of a source was last known.',
      labelNames: [...probeLabels],
      registers,
    }),
    trafficKept: new Gauge({
      name: 'upheld_promql_source_retention_seconds',
      help: 'How far back a source keeps what it counts, as it says.',
      labelNames: [...probeLabels],
      registers,
    }),
    trafficWanted: new Gauge({
      name: 'upheld_promql_source_retention_wanted_seconds',
      help: 'How far back it should keep that, so that no hour of a period is lost.',
      labelNames: [...probeLabels],
      registers,
    }),
    schedulerLag: new Histogram({
      name: 'upheld_scheduler_lag_seconds',
      help: 'How late slots started after their scheduled instant.',
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    schedulerInFlight: new Gauge({
      name: 'upheld_scheduler_in_flight',
      help: 'Slots that are under way.',
      registers,
    }),
    schedulerSkipped: new Counter({
      name: 'upheld_scheduler_skipped_runs_total',
      help: 'Slots of which no attempt was kept, by reason: missed, put off, or spoilt while they were under way.',
      labelNames: ['reason'],
      registers,
    }),
    evaluationDuration: new Gauge({
      name: 'upheld_evaluation_duration_seconds',
      help: 'How long the last evaluation of an agreement took.',
      labelNames: ['agreement'],
      registers,
    }),
    evaluationLastSuccess: new Gauge({
      name: 'upheld_evaluation_last_success_timestamp_seconds',
      help: 'When an agreement was last evaluated.',
      labelNames: ['agreement'],
      registers,
    }),
    evaluationFailures: new Counter({
      name: 'upheld_evaluation_failures_total',
      help: 'Evaluations of an agreement that failed.',
      labelNames: ['agreement'],
      registers,
    }),
    triggersOpened: new Counter({
      name: 'upheld_triggers_opened_total',
      help: 'Occurrences that opened a trigger.',
      labelNames: ['agreement', 'trigger'],
      registers,
    }),
    httpRequests: new Counter({
      name: 'upheld_http_requests_total',
      help: 'Requests that the API answered.',
      labelNames: ['code', 'method'],
      registers,
    }),
  };
  // A counter that begins at 0 shows its first slot as an increase.
  for (const reason of unmeasuredReasons) instruments.schedulerSkipped.inc({ reason }, 0);
  instruments.webhookDeliveries.inc({ outcome: 'unknown' }, 0);
  return instruments;
}

export type Instruments = ReturnType<typeof createInstruments>;
