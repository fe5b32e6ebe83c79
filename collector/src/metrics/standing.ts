// The gauges that say how agreements stand. They are built afresh for each scrape from the last
// evaluation, so that an objective that is gone leaves no series behind.
import { Gauge, type Registry } from 'prom-client';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { verdicts, type RatioText } from '@upheld/shared/measurement/figures';
import { type PromisePeriod, type PromiseStatement } from '@upheld/shared/evaluation/statement';
import type { AgreementSummary, TriggerSummary } from '@upheld/shared/api/responses';
import { percentage, type Ratio } from '@upheld/shared/exact/ratio';
import { allowedBad, readTarget } from '@upheld/shared/exact/target';
import { serviceSeconds } from './service-time.ts';

/** One agreement as it stood at its last evaluation. */
export type Standing = {
  summary: AgreementSummary;
  calendars: Agreement['calendars'];
  promises: PromiseStatement[];
  triggers: TriggerSummary[];
};

type Labels = Record<string, string>;
type Row = { labels: Labels; value: number };

/** Adds every standing gauge to `registry`; families without a row still show their help. */
export function exposeStandings(registry: Registry, standings: Standing[]): void {
  const open = standings.flatMap(openPeriods);
  const family = (name: string, help: string, rows: Row[]) => exposeFamily(registry, name, help, rows);
  family('upheld_agreement_info', 'An agreement that this collector measures.', standings.map(agreementInfo));
  family('upheld_objective_info', 'A promise and who owes it.', standings.flatMap(objectiveInfo));
  family(
    'upheld_objective_state',
    '1 for the verdict on what has elapsed of the current period, 0 for the others.',
    open.flatMap(({ labels, period }) =>
      verdicts.map((state) => ({ labels: { ...labels, state }, value: Number(period.verdict === state) })),
    ),
  );
  family(
    'upheld_objective_at_risk',
    '1 while the current period may still be kept but its budget burns too fast or its forecast misses.',
    open.map(({ labels, period }) => ({ labels, value: Number(period.atRisk) })),
  );
  family(
    'upheld_objective_target_ratio',
    'The promised ratio.',
    open.map(({ labels, promise }) => ({ labels, value: toNumber(percentage(promise.target)) })),
  );
  family('upheld_objective_measured_ratio', 'The ratio that decided the verdict.', ratios(open, 'settled'));
  family(
    'upheld_objective_window_coverage_ratio',
    'Measured share of the current period.',
    ratios(open, 'coverage'),
  );
  family(
    'upheld_objective_window_start_timestamp_seconds',
    'Start of the current period.',
    open.map(({ labels, period }) => ({ labels, value: period.start / 1000 })),
  );
  family(
    'upheld_objective_window_end_timestamp_seconds',
    'End of the current period.',
    open.map(({ labels, period }) => ({ labels, value: period.end / 1000 })),
  );
  family(
    'upheld_objective_window_scheduled_seconds',
    'Service time of the whole current period, to come included: what shares of its allowance are measured by.',
    standings.flatMap(serviceTimes),
  );
  exposeLedgers(family, open);
  exposeBudgets(family, open);
  exposeTriggers(
    family,
    standings.flatMap((standing) => standing.triggers),
  );
}

type Family = (name: string, help: string, rows: Row[]) => void;
type Open = { labels: Labels; promise: PromiseStatement; period: PromisePeriod };

function exposeLedgers(family: Family, open: Open[]): void {
  for (const part of ['excluded', 'good', 'bad', 'unmeasured'] as const) {
    family(
      `upheld_objective_window_${part}_seconds`,
      `Service time of the current period that is ${part} so far.`,
      open.flatMap(({ labels, period }) =>
        period.ledger === undefined ? [] : [{ labels, value: period.ledger[part] * 60 }],
      ),
    );
  }
}

function exposeBudgets(family: Family, open: Open[]): void {
  family(
    'upheld_objective_budget_ratio',
    'The bad share that the target allows.',
    open.map(({ labels, promise }) => ({ labels, value: toNumber(allowedBad(readTarget(promise))) })),
  );
  const budgets = open.flatMap(({ labels, period }) =>
    period.budget === null
      ? []
      : [{ labels, allowed: toNumber(period.budget.allowed), used: period.budget.consumed, period }],
  );
  family(
    'upheld_objective_budget_remaining_ratio',
    'Share of the allowance that is left; negative when overspent.',
    budgets
      .filter(({ allowed }) => allowed > 0)
      .map(({ labels, allowed, used }) => ({ labels, value: (allowed - used) / allowed })),
  );
  family(
    'upheld_objective_budget_remaining_seconds',
    'Service time of the allowance that is left; negative when overspent.',
    budgets
      .filter(({ period }) => period.ledger !== undefined)
      .map(({ labels, allowed, used }) => ({ labels, value: (allowed - used) * 60 })),
  );
}

function exposeTriggers(family: Family, triggers: TriggerSummary[]): void {
  const labelled = triggers.map((trigger) => ({ labels: triggerLabels(trigger), trigger }));
  family(
    'upheld_trigger_active',
    'Whether a trigger is open.',
    labelled.map(({ labels, trigger }) => ({ labels, value: Number(trigger.clearedAt === null) })),
  );
  family(
    'upheld_trigger_opened_timestamp_seconds',
    'When an open trigger was opened.',
    labelled
      .filter(({ trigger }) => trigger.clearedAt === null)
      .map(({ labels, trigger }) => ({ labels, value: trigger.openedAt / 1000 })),
  );
}

function exposeFamily(registry: Registry, name: string, help: string, rows: Row[]): void {
  // Without a label prom-client would expose a 0 that nobody measured.
  const labelNames = [...new Set(['agreement', ...rows.flatMap(({ labels }) => Object.keys(labels))])];
  const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
  for (const { labels, value } of rows) gauge.set(labels, value);
}

function openPeriods({ summary, promises }: Standing): Open[] {
  return promises.flatMap((promise) =>
    promise.periods
      .filter((period) => period.state === 'open' && period.start <= summary.asOf)
      .map((period) => ({ labels: objectiveLabels(summary.id, promise, period.source), promise, period })),
  );
}

/** Of objectives; responses are counted in tickets, each against a calendar of its own. */
function serviceTimes(standing: Standing): Row[] {
  return openPeriods(standing).flatMap(({ labels, promise, period }) => {
    const calendar = standing.calendars[promise.calendar];
    if (promise.kind !== 'objective' || calendar === undefined) return [];
    return [{ labels, value: serviceSeconds(calendar, period) }];
  });
}

function ratios(open: Open[], key: 'settled' | 'coverage'): Row[] {
  return open.flatMap(({ labels, period }) => {
    const ratio = period[key];
    return ratio === null ? [] : [{ labels, value: toNumber(ratio) }];
  });
}

function agreementInfo({ summary }: Standing): Row {
  const { id, name, simulated } = summary;
  return { labels: { agreement: id, display_name: name, simulated: String(simulated) }, value: 1 };
}

function objectiveInfo({ summary, promises }: Standing): Row[] {
  return promises.map((promise) => ({
    labels: {
      ...objectiveLabels(summary.id, promise, null),
      indicator: promise.indicator,
      comparator: promise.op,
      period: promise.period,
      calendar: promise.calendar,
    },
    value: 1,
  }));
}

function objectiveLabels(agreement: string, promise: PromiseStatement, source: string | null): Labels {
  const labels = { agreement, objective: promise.name, owed_by: promise.owedBy };
  return source === null ? labels : { ...labels, source };
}

function triggerLabels({ agreement, trigger, promise, source }: TriggerSummary): Labels {
  const labels = { agreement, objective: promise, trigger };
  return source === null ? labels : { ...labels, source };
}

/**
 * A ratio's value for a gauge; verdicts never come from here. One division, so that a target and a measured
 * value that are equal are equal in PromQL too: 99.9 / 100 would be more than 0.999.
 */
function toNumber({ num, den }: Ratio | RatioText): number {
  return Number(num) / Number(den);
}
