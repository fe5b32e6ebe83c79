// What an end-to-end test file needs: a collector of fixtures, the built dashboard, a browser.
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { startDashboard } from './dashboard-process.ts';
import type { DashboardProcess } from './dashboard-process.ts';
import { startStubCollector } from './stub-collector.ts';
import type { StubCollector } from './stub-collector.ts';

export const addresses = {
  portfolio: '/',
  agreement: '/agreements/northwind-lumen?period=2026-Q3',
  objective: '/agreements/northwind-lumen/objectives/uptime?period=2026-Q3',
};

export type Setting = {
  readonly stub: StubCollector;
  readonly dashboard: DashboardProcess;
  /** A page of its own context, which records what went wrong in it; closed after the test. */
  open(path: string, options?: BrowserContextOptions): Promise<{ page: Page; faults: string[] }>;
};

/** Call at the top of a test file; the parts are there when its tests run. */
export function useSetting(): Setting {
  let parts: { stub: StubCollector; dashboard: DashboardProcess; browser: Browser } | null = null;
  const started = () => {
    if (parts === null) throw new Error('the setting is there once the tests run');
    return parts;
  };
  beforeAll(async () => {
    const stub = await startStubCollector();
    const [dashboard, browser] = await Promise.all([startDashboard(stub.url), launchBrowser()]);
    parts = { stub, dashboard, browser };
  });
  afterEach(async () => {
    for (const context of parts?.browser.contexts() ?? []) await context.close();
  });
  afterAll(async () => {
    await parts?.browser.close();
    await parts?.dashboard.stop();
    await parts?.stub.close();
  });
  return {
    get stub() {
      return started().stub;
    },
    get dashboard() {
      return started().dashboard;
    },
    open: async (path, options = {}) => {
      const context = await started().browser.newContext({
        viewport: { width: 1440, height: 900 },
        ...options,
      });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(String(error)));
      await page.goto(started().dashboard.url + path);
      if (options.javaScriptEnabled !== false) await page.waitForSelector('[data-live=live]');
      return { page, faults };
    },
  };
}
