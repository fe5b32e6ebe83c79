// Open pages follow the facts.
import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { startDashboard } from './dashboard-process.ts';
import { launchBrowser } from './browser.ts';
import { support } from '../fixtures/api/support.ts';
import { addresses, useSetting } from './setting.ts';
import { startStubCollector } from './stub-collector.ts';

const setting = useSetting();

afterEach(() => {
  setting.stub.answers.agreement = (response) => response;
  setting.stub.answers.support = support;
});

/** From now on uptime is met. */
function repairUptime(): void {
  setting.stub.answers.agreement = (response) => ({
    ...response,
    statement: {
      ...response.statement,
      promises: response.statement.promises.map((promise) =>
        promise.name === 'uptime'
          ? {
              ...promise,
              periods: promise.periods.map((period) => ({ ...period, verdict: 'met', doubts: [] })),
            }
          : promise,
      ),
    },
  });
}

const headline = (page: Page) => page.locator('h1');
const shows = (page: Page, text: string) =>
  headline(page).filter({ hasText: text }).waitFor({ timeout: 10_000 });

describe('a page that is open', () => {
  it('takes up a change without a reload and tells screen readers the new verdict', async () => {
    const { page, faults } = await setting.open(addresses.agreement);
    await page.evaluate(() => document.body.setAttribute('data-same-document', 'yes'));
    repairUptime();
    setting.stub.announce('northwind-lumen');
    await shows(page, 'In Q3 2026, 5 of 10 promises were met.');
    expect(await page.getAttribute('body', 'data-same-document')).toBe('yes');
    expect(await page.innerText('[data-announcer]')).toContain('5 of 10 promises were met');
    expect(faults).toEqual([]);
  });

  it('takes up how support stands', async () => {
    const { page, faults } = await setting.open('/agreements/northwind-lumen/support');
    await page.getByRole('link', { name: '5110' }).first().waitFor();
    setting.stub.answers.support = {
      ...support,
      standings: support.standings.map((standing) => ({ ...standing, running: { clocks: [], more: 0 } })),
    };
    setting.stub.announce('northwind-lumen');
    await page.getByText('No promised clock runs now').waitFor({ timeout: 10_000 });
    expect(faults).toEqual([]);
  });

  it('does not ask again for a change of another agreement', async () => {
    const { page } = await setting.open(addresses.agreement);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const heard = page.evaluate(
      () =>
        new Promise<void>((resolve) => new EventSource('/live').addEventListener('changed', () => resolve())),
    );
    await page.waitForRequest((request) => request.url().endsWith('/live'));
    let isHeard = false;
    void heard.then(() => (isHeard = true));
    const announced = () => {
      setting.stub.announce('acme');
      return isHeard;
    };
    await expect.poll(announced).toBe(true);
    repairUptime();
    setting.stub.announce('northwind-lumen');
    await shows(page, '5 of 10');
    expect(asked.filter((url) => url.includes('__data.json'))).toHaveLength(1);
  });

  it('holds still while it is paused and catches up afterwards', async () => {
    const { page } = await setting.open(addresses.agreement);
    await expect.poll(() => setting.stub.listeners()).toBe(1);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(() => setting.stub.listeners()).toBe(0);
    expect(await page.getAttribute('[data-live]', 'data-live')).toBe('paused');
    repairUptime();
    await page.getByRole('button', { name: 'Resume' }).click();
    await shows(page, '5 of 10');
  });
});

describe('when the collector goes and comes back', () => {
  it('keeps the figures, says so, and follows again by itself', async () => {
    const first = await startStubCollector();
    const dashboard = await startDashboard(first.url);
    const browser = await launchBrowser();
    let second: typeof first | null = null;
    try {
      const page = await browser.newPage();
      await page.goto(dashboard.url + addresses.agreement);
      await page.waitForSelector('[data-live=live]');
      await first.close();
      await page.waitForSelector('[data-live=out-of-reach]', { timeout: 10_000 });
      expect(await page.innerText('h1')).toContain('4 of 10');

      const down = await fetch(dashboard.url);
      expect(down.status).toBe(503);
      expect(await down.text()).toMatch(/cannot be reached.*It last answered on \d+ \w+ 20\d\d/s);

      const waiting = await browser.newPage();
      await waiting.goto(dashboard.url);
      await waiting.waitForSelector('[data-live=out-of-reach]');
      second = await startStubCollector(Number(new URL(first.url).port));
      await page.waitForSelector('[data-live=live]', { timeout: 20_000 });
      await waiting.getByText('Northwind x Lumen').waitFor({ timeout: 20_000 });
    } finally {
      await browser.close();
      await dashboard.stop();
      await second?.close();
    }
  }, 60_000);
});
