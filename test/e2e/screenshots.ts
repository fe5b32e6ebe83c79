// Takes the pages at two widths, light, dark and as printed, into a folder:
//   node test/e2e/screenshots.ts FOLDER [DASHBOARD_URL]
// Without an address it shows the fixtures. Agreement and promise are the first that the pages name.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { startDashboard } from './dashboard-process.ts';
import { startStubCollector } from './stub-collector.ts';

const looks = [
  { name: 'light', colorScheme: 'light', media: 'screen' },
  { name: 'dark', colorScheme: 'dark', media: 'screen' },
  { name: 'print', colorScheme: 'light', media: 'print' },
] as const;
const widths = [1440, 390];
/** The width of A4 between the margins, in CSS pixels. */
const paperWidth = 680;

/** Every page in every look; the names of the files are `page-look-width.png`. */
export async function takeScreenshots(browser: Browser, url: string, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const taken: string[] = [];
  for (const look of looks) {
    for (const width of look.media === 'print' ? [paperWidth] : widths) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: look.colorScheme,
      });
      const page = await context.newPage();
      for (const [name, address] of await addresses(page, url)) {
        await page.goto(address);
        await settled(page);
        await page.emulateMedia({ media: look.media, colorScheme: look.colorScheme });
        const path = join(folder, `${name}-${look.name}-${width}.png`);
        await page.screenshot({ path, fullPage: true });
        taken.push(path);
      }
      await context.close();
    }
  }
  return taken;
}

/** The portfolio, its first agreement, that agreement's first promise. */
async function addresses(page: Page, url: string): Promise<[string, string][]> {
  await page.goto(url);
  const agreement = await firstLink(page, 'main tbody th a');
  await page.goto(agreement);
  const promise = await firstLink(page, '#promises tbody th a');
  return [
    ['portfolio', url],
    ['agreement', agreement],
    ['objective', promise],
  ];
}

async function firstLink(page: Page, selector: string): Promise<string> {
  const href = await page.locator(selector).first().getAttribute('href');
  if (href === null) throw new Error(`${page.url()} has no link ${selector}`);
  return new URL(href, page.url()).href;
}

/** Fonts are there, and the chart where there is one. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => true));
}

async function main([folder, address]: string[]): Promise<void> {
  if (folder === undefined) throw new Error('usage: node test/e2e/screenshots.ts FOLDER [DASHBOARD_URL]');
  const browser = await launchBrowser();
  const stub = address === undefined ? await startStubCollector() : null;
  const dashboard = stub === null ? null : await startDashboard(stub.url);
  try {
    const taken = await takeScreenshots(browser, dashboard?.url ?? address ?? '', folder);
    for (const path of taken) console.log(path);
  } finally {
    await dashboard?.stop();
    await stub?.close();
    await browser.close();
  }
}

if (import.meta.main) await main(process.argv.slice(2));
