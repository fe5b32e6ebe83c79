import { describe, expect, it } from 'vitest';
import { createInstruments } from '@upheld/collector/metrics/instruments';
import { renderMetrics } from '@upheld/collector/metrics/render';
import type { Standing } from '@upheld/collector/metrics/standing';
import { agreementSummary, groupTriggers } from '@upheld/shared/api/views';
import type { PromiseStatement } from '@upheld/shared/evaluation/statement';
import { aPeriod, aPromise, aStatement, anAgreement, anOccurrence } from '../../builders/agreement.ts';

const system = {
  asOf: 0,
  version: '0.1.0',
  config: { loadedAt: 1_000, lastReloadSuccessful: true, faults: [] },
};

const day = ['09:00-17:00'];
const business = {
  timeZone: 'Europe/Berlin',
  weekly: { mon: day, tue: day, wed: day, thu: day, fri: day },
  holidays: [],
};

function standing(promises: PromiseStatement[], labels = {}): Standing {
  const statement = aStatement({ promises });
  const occurrences = [anOccurrence()];
  return {
    summary: agreementSummary(anAgreement({ labels }), statement, occurrences),
    calendars: { ...anAgreement().calendars, business },
    promises,
    triggers: groupTriggers(occurrences),
  };
}

const render = async (standings: Standing[]) =>
  (await renderMetrics(createInstruments(), standings, system)).text.split('\n');

const open = aPeriod({ state: 'open' });

describe('/metrics', () => {
  it('shows the verdict on the open period as one state of 1 and three of 0', async () => {
    const lines = await render([standing([aPromise({ periods: [open] })])]);
    const of = (state: string) =>
      `upheld_objective_state{agreement="acme",objective="uptime",owed_by="acme",state="${state}"}`;
    expect(lines).toContain(`${of('met')} 1`);
    for (const state of ['missed', 'undetermined', 'excluded']) expect(lines).toContain(`${of(state)} 0`);
  });

  it('names the source only where a promise is judged for each', async () => {
    const periods = [aPeriod({ state: 'open', source: 'api' })];
    const lines = await render([standing([aPromise({ periods })])]);
    expect(lines).toContain(
      'upheld_objective_state{agreement="acme",objective="uptime",owed_by="acme",source="api",state="met"} 1',
    );
  });

  it('leaves a closed period to the triggers', async () => {
    const lines = await render([standing([aPromise()])]);
    expect(lines.some((line) => line.startsWith('upheld_objective_state{'))).toBe(false);
    expect(lines).toContain('upheld_trigger_active{agreement="acme",objective="uptime",trigger="missed"} 1');
  });

  it('says whether a promise is at risk, and which bad share it allows', async () => {
    const shown = async (atRisk: boolean) =>
      render([standing([aPromise({ periods: [aPeriod({ state: 'open', atRisk })] })])]);
    const labels = '{agreement="acme",objective="uptime",owed_by="acme"}';
    const risky = await shown(true);
    expect(risky).toContain(`upheld_objective_at_risk${labels} 1`);
    // 100 % - 99.5 %
    expect(risky).toContain(`upheld_objective_budget_ratio${labels} 0.005`);
    expect(await shown(false)).toContain(`upheld_objective_at_risk${labels} 0`);
  });

  it('gives the ledger in seconds and what is left of the allowance', async () => {
    const lines = await render([standing([aPromise({ periods: [open] })])]);
    const labels = '{agreement="acme",objective="uptime",owed_by="acme"}';
    expect(lines).toContain(`upheld_objective_window_bad_seconds${labels} 2580`); // 43 min
    expect(lines).toContain(`upheld_objective_budget_remaining_seconds${labels} 10812`); // (223.2 - 43) min
  });

  it.each([
    ['always', 2_678_400], // 31 days of 86,400 s
    ['business', 662_400], // 23 working days of 8 h
  ])(
    'gives the service time of the whole period on the calendar %s, however young it is',
    async (calendar, seconds) => {
      const ledger = { scheduled: 1, excluded: 0, good: 1, bad: 0, unmeasured: 0 };
      const periods = [aPeriod({ state: 'open', ledger })];
      const lines = await render([standing([aPromise({ calendar, periods })])]);
      expect(lines).toContain(
        `upheld_objective_window_scheduled_seconds{agreement="acme",objective="uptime",owed_by="acme"} ${seconds}`,
      );
    },
  );

  it('gives no service time of a promise that is counted in tickets', async () => {
    const lines = await render([standing([aPromise({ kind: 'support', periods: [open] })])]);
    expect(lines.some((line) => line.startsWith('upheld_objective_window_scheduled_seconds{'))).toBe(false);
  });

  it('gives a value that is exactly on target the same number as the target', async () => {
    const exactly = aPeriod({ state: 'open', settled: { num: '999', den: '1000' } });
    const lines = await render([standing([aPromise({ target: '99.9%', periods: [exactly] })])]);
    const labels = '{agreement="acme",objective="uptime",owed_by="acme"}';
    expect(lines).toContain(`upheld_objective_target_ratio${labels} 0.999`);
    expect(lines).toContain(`upheld_objective_measured_ratio${labels} 0.999`);
  });

  it('has no series of a measured value while a promise is undetermined', async () => {
    const undetermined = aPeriod({ state: 'open', verdict: 'undetermined', settled: null });
    const lines = await render([standing([aPromise({ periods: [undetermined] })])]);
    expect(lines.some((line) => line.startsWith('upheld_objective_measured_ratio{'))).toBe(false);
  });

  it('says which agreements are simulated', async () => {
    const lines = await render([standing([aPromise()], { simulated: 'true' })]);
    expect(lines).toContain('upheld_agreement_info{agreement="acme",display_name="Acme",simulated="true"} 1');
  });

  it('forgets an agreement that is gone', async () => {
    const lines = await render([]);
    expect(lines.some((line) => line.includes('agreement="acme"'))).toBe(false);
  });

  it('has no series of promises and triggers while there are none', async () => {
    const lines = await render([]);
    expect(lines.filter((line) => /^upheld_(agreement|objective|trigger)_/.test(line))).toEqual([]);
  });

  it('exposes no family twice and none of the misnamed default gauges', async () => {
    const lines = await render([standing([aPromise({ periods: [open] })])]);
    const families = lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(families).size).toBe(families.length);
    expect(families.filter((name) => name.startsWith('nodejs_active_') && name.endsWith('_total'))).toEqual(
      [],
    );
  });
});
