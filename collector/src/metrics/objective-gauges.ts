// The gauges of promises in their current periods: verdict, value, window, minutes and allowance.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import { percentage } from '@upheld/shared/exact/ratio';
import { allowedBad, readTarget } from '@upheld/shared/exact/target';
import { verdicts } from '@upheld/shared/measurement/figures';
import { toNumber, type Family, type Labels, type Row } from './family.ts';
import { serviceSeconds } from './service-time.ts';

/** A promise in a period that is open, or in one source's. */
export type OpenPeriod = {
  labels: Labels;
  promise: PromiseStatement;
  period: PromisePeriod;
  calendars: Agreement['calendars'];
};

export function exposeObjectives(family: Family, open: OpenPeriod[]): void {
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
    open.flatMap(serviceTime),
  );
  exposeLedgers(family, open);
  exposeBudgets(family, open);
}

function exposeLedgers(family: Family, open: OpenPeriod[]): void {
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

function exposeBudgets(family: Family, open: OpenPeriod[]): void {
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

/** Of objectives; responses are counted in tickets, each against a calendar of its own. */
function serviceTime({ labels, promise, period, calendars }: OpenPeriod): Row[] {
  const calendar = calendars[promise.calendar];
  if (promise.kind !== 'objective' || calendar === undefined) return [];
  return [{ labels, value: serviceSeconds(calendar, period) }];
}

function ratios(open: OpenPeriod[], key: 'settled' | 'coverage'): Row[] {
  return open.flatMap(({ labels, period }) => {
    const ratio = period[key];
    return ratio === null ? [] : [{ labels, value: toNumber(ratio) }];
  });
}
