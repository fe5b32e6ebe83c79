// One real outage, told by everything that Upheld says: nginx is away for two minutes, and ledger, verdict,
// trigger, metrics (through a real Prometheus), page (in a real browser) and CLI have to agree on it.
import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectiveSchema } from '@upheld/shared/api/responses';
import { MINUTE } from '@upheld/shared/time/instant';
import { install, launched } from '../collector/bin/launched.ts';
import type { Installation, Launched } from '../collector/bin/launched.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { prepareNginx } from './nginx.ts';
import type { Nginx } from './nginx.ts';
import { eventually, fetchText } from './program.ts';
import { lintMetrics, startPrometheus } from './prometheus.ts';
import type { Prometheus } from './prometheus.ts';
import { isMissing } from './servers.ts';

/** The zone in which it is about noon, so that no local midnight falls into the test. */
function zoneAtNoon(now: number): string {
  const ahead = 12 - new Date(now).getUTCHours();
  // POSIX counts the other way round: Etc/GMT-2 is two hours ahead of UTC.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

function agreement(url: string, zone: string): string {
  const today = Temporal.Now.plainDateISO(zone).toString();
  return `
apiVersion: upheld/v1
kind: Agreement
metadata: { name: web }
spec:
  effective: { from: ${today}, until: ${today} }
  timeZone: ${zone}
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: host, name: Host, people: { accountable: { name: Tom Falk, email: tom@host.example } } }
  sources:
    - name: site
      type: http
      every: 5s
      spec: { url: "${url}", timeout: 2s, expect: { status: [200], json: { /status: pass } } }
  objectives:
    - name: uptime
      owedBy: host
      clause: { text: "The site is available 99.9 % of each month." }
      indicator: { type: availability, sources: [site] }
      objective: { op: ">=", target: 99.9% }
      period: month
`;
}

const settings = (port: number) => `
apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { egress: { allow: [{ cidr: 127.0.0.0/8, ports: [${port}] }] } }
`;

const main = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));

const waitUntil = (at: number) => wait(Math.max(0, at - Date.now()));

describe.skipIf(isMissing('nginx') || isMissing('prometheus'))('an outage of two minutes', () => {
  let nginx: Nginx;
  let installation: Installation;
  let upheld: Launched;
  let prometheus: Prometheus;
  /** The outage is the two minutes from here. */
  let wentAway = 0;

  beforeAll(async () => {
    nginx = await prepareNginx();
    await nginx.start();
    const zone = zoneAtNoon(Date.now());
    installation = await install({
      'web.yaml': agreement(nginx.url, zone),
      'settings.yaml': settings(nginx.port),
    });
    upheld = await launched(installation.env);
    prometheus = await startPrometheus(new URL(upheld.collector).host);
    // At least one whole minute of service before the outage, and one after it.
    wentAway = Math.ceil(Date.now() / MINUTE) * MINUTE + MINUTE;
    await waitUntil(wentAway);
    await nginx.stop();
    await waitUntil(wentAway + 2 * MINUTE);
    await nginx.start();
    await waitUntil(wentAway + 3 * MINUTE);
  }, 400_000);

  afterAll(async () => {
    await upheld?.stop();
    await prometheus?.stop();
    await nginx?.remove();
    await installation?.remove();
  });

  async function readObjective() {
    const text = await fetchText(`${upheld.collector}/api/v1/agreements/web/objectives/uptime`);
    return objectiveSchema.parse(JSON.parse(text));
  }

  /** Waits until the minute after the outage has been judged. */
  async function judged() {
    return eventually('the minute after the outage is judged', 30_000, async () => {
      const answer = await readObjective();
      const period = answer.promise.periods.find(({ state }) => state === 'open');
      return period !== undefined && (period.ledger?.good ?? 0) >= 2 ? { answer, period } : null;
    });
  }

  it('is two bad minutes in the ledger, and no other minute is bad', async () => {
    const { period } = await judged();
    expect(period.badRanges).toEqual([{ start: wentAway, end: wentAway + 2 * MINUTE }]);
    expect(period.ledger).toMatchObject({ bad: 2, excluded: 0 });
  });

  it('misses the promise for good: of the day’s 1,440 minutes 99.9 % leaves 1.44', async () => {
    const { period } = await judged();
    expect(period).toMatchObject({ verdict: 'missed', irrecoverable: true });
    // At worst the unmeasured minutes are all good, and 2 of about 720 elapsed ones are still too many.
    const { scheduled } = period.ledger ?? { scheduled: 0 };
    expect(period.settled).not.toBeNull();
    expect(Number(period.settled?.num) / Number(period.settled?.den)).toBeCloseTo(
      (scheduled - 2) / scheduled,
      12,
    );
  });

  it('opens one trigger, with the figures that opened it', async () => {
    const { answer } = await judged();
    const open = answer.triggers.filter(({ clearedAt }) => clearedAt === null);
    expect(open.map(({ type, occurrences }) => [type, occurrences.length])).toEqual([['irrecoverable', 1]]);
    expect(open[0]?.occurrences[0]?.evidence).toMatchObject({
      verdict: 'missed',
      target: '>= 99.9%',
    });
    expect(open[0]?.openedAt).toBeGreaterThanOrEqual(wentAway + MINUTE);
  });

  it('reaches Prometheus with the same figures', async () => {
    const value = (promql: string, expected: number) =>
      eventually(`${promql} is ${expected}`, 30_000, async () => {
        const [series] = await prometheus.query(promql);
        return series?.value === expected ? series : null;
      });
    await value('upheld_objective_window_bad_seconds{agreement="web",objective="uptime"}', 120);
    await value('upheld_objective_state{agreement="web",state="missed"}', 1);
    await value('upheld_objective_state{agreement="web",state="met"}', 0);
    await value('upheld_trigger_active{agreement="web",objective="uptime"}', 1);
    await value('upheld_probe_success{agreement="web",source="site"}', 1);
    await value('min_over_time(upheld_probe_success{agreement="web",source="site"}[4m])', 0);
    // A slot every 5 s for 120 s: 24 refused connections, one more or less at the edges.
    const [failed] = await prometheus.query('upheld_probe_failures_total{agreement="web",reason="connect"}');
    expect(failed?.value).toBeGreaterThanOrEqual(23);
    expect(failed?.value).toBeLessThanOrEqual(25);
  });

  it('is the same story on the page, in a real browser', async () => {
    await judged();
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(`${upheld.dashboard}/agreements/web/objectives/uptime`);
      expect(await page.locator('h1').innerText()).toMatch(/uptime is missed: .* \(2 min bad,/);
      const outages = page.locator('#outages table').first().locator('tbody tr');
      expect(await outages.count()).toBe(1);
      const cells = await outages.locator('td').allInnerTexts();
      expect([cells[0], cells.at(-1)]).toEqual(['1', '2']);
      const went = await outages.locator('time').first().getAttribute('datetime');
      expect(Date.parse(went ?? '')).toBe(wentAway);
      expect(await page.locator('#triggers li.keep').count()).toBe(1);
      expect(await page.locator('#triggers').innerText()).toContain('can no longer be met');
    } finally {
      await browser.close();
    }
  });

  it('is what the command line says too, beside the running collector', async () => {
    const { period } = await judged();
    const { stdout } = spawnSync(
      process.execPath,
      [main, 'evaluate', 'web', '--period', period.period, '--json'],
      { env: { ...process.env, ...installation.env }, encoding: 'utf8' },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      agreement: 'web',
      promises: [{ name: 'uptime', periods: [{ verdict: 'missed', ledger: { bad: 2, excluded: 0 } }] }],
    });
  });

  it('leaves metrics that promtool finds nothing wrong with', async () => {
    expect(lintMetrics(await fetchText(`${upheld.collector}/metrics`))).toBe('');
  });
});
