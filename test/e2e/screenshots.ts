// Takes the pages at two widths, light, dark and as printed, into a folder:
//   node test/e2e/screenshots.ts FOLDER [DASHBOARD_URL]
// Without an address it shows the fixtures. The agreement is the first that the portfolio names, now and in
// the quarter before, and with it every promise of that quarter, how support stands, and its first tickets.
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

/** The portfolio, its first agreement, and every promise of that by name. */
async function addresses(page: Page, url: string): Promise<[string, string][]> {
  await page.goto(url);
  const current = await firstLink(page, 'main tbody th a');
  await page.goto(current);
  const agreement = await firstLink(page, '.periods li:nth-child(2) a');
  await page.goto(agreement);
  const sources = await firstLink(page, '#sources a');
  const support = await firstLink(page, '#support a');
  const promises = await links(page, '#promises tbody th a');
  await page.goto(support);
  const tickets = [...new Set(await links(page, '#running th a, #opinion th a, #left th a'))].slice(0, 5);
  return [
    ['portfolio', url],
    ['agreement-now', current],
    ['agreement', agreement],
    ['sources', sources],
    ['support', support],
    ...tickets.map((ticket): [string, string] => [
      `ticket-${decodeURIComponent(ticket.split('/').at(-1) ?? '')}`,
      ticket,
    ]),
    ...promises.map((promise): [string, string] => [nameIn(promise), promise]),
  ];
}

function nameIn(address: string): string {
  return `promise-${new URL(address).pathname.split('/').at(-1) ?? ''}`;
}

async function firstLink(page: Page, selector: string): Promise<string> {
  const [first] = await links(page, selector);
  if (first === undefined) throw new Error(`${page.url()} has no link ${selector}`);
  return first;
}

async function links(page: Page, selector: string): Promise<string[]> {
  const hrefs = await page
    .locator(selector)
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
  return hrefs.flatMap((href) => (href === null ? [] : [new URL(href, page.url()).href]));
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
