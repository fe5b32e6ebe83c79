// The gauges that say how agreements stand. They are built afresh for each scrape from the last
// evaluation, so that an objective that is gone leaves no series behind.
import type { Registry } from 'prom-client';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { PromiseStatement } from '@upheld/shared/evaluation/statement';
import type { AgreementSummary, TriggerSummary } from '@upheld/shared/api/responses';
import { exposeFamily, type Family, type Labels, type Row } from './family.ts';
import { exposeObjectives, type OpenPeriod } from './objective-gauges.ts';
import { exposeTickets } from './ticket-gauges.ts';

/** One agreement as it stood at its last evaluation. */
export type Standing = {
  summary: AgreementSummary;
  calendars: Agreement['calendars'];
  promises: PromiseStatement[];
  triggers: TriggerSummary[];
};

/** Adds every standing gauge to `registry`; families without a row still show their help. */
export function exposeStandings(registry: Registry, standings: Standing[]): void {
  const family: Family = (name, help, rows) => exposeFamily(registry, name, help, rows);
  family('upheld_agreement_info', 'An agreement that this collector measures.', standings.map(agreementInfo));
  family('upheld_objective_info', 'A promise and who owes it.', standings.flatMap(objectiveInfo));
  const open = standings.flatMap(openPeriods);
  exposeObjectives(family, open);
  exposeTickets(family, open);
  exposeTriggers(
    family,
    standings.flatMap((standing) => standing.triggers),
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

function openPeriods({ summary, promises, calendars }: Standing): OpenPeriod[] {
  return promises.flatMap((promise) =>
    promise.periods
      .filter((period) => period.state === 'open' && period.start <= summary.asOf)
      .map((period) => ({
        labels: objectiveLabels(summary.id, promise, period.source),
        promise,
        period,
        calendars,
      })),
  );
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
