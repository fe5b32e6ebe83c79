// For everybody: contrast and names in both themes and on paper, the keyboard, narrow screens, still motion.
import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { addresses, useSetting } from './setting.ts';

const setting = useSetting();
const pages = Object.entries({
  ...addresses,
  tickets: '/agreements/northwind-lumen/objectives/partner-issues-severity-2-first-response?period=2026-Q3',
  requests: '/agreements/northwind-lumen/objectives/error-rate?period=2026-Q3',
  'a year': '/agreements/northwind-lumen?period=2026',
  'a period that was cut': '/agreements/northwind-lumen/objectives/catalog-uptime?period=2026-Q3',
  'counted traffic': '/agreements/northwind-lumen/objectives/gateway-latency?period=2026-Q3',
  updates: '/agreements/northwind-lumen/objectives/partner-issues-severity-2-update-cadence?period=2026-Q3',
  support: '/agreements/northwind-lumen/support',
  'a ticket': '/agreements/northwind-lumen/support/desk/4755',
  'a ticket that left': '/agreements/northwind-lumen/support/desk/5071',
  sources: '/agreements/northwind-lumen/sources',
  'what if': '/agreements/northwind-lumen/objectives/uptime/what-if?target=50%25',
  'what if, refused': '/agreements/northwind-lumen/objectives/uptime/what-if?target=999%25',
});

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

const active = (page: Page) =>
  page.evaluate(
    () => `${document.activeElement?.tagName} ${document.activeElement?.textContent?.trim() ?? ''}`,
  );

describe.each(pages)('%s', (_, path) => {
  it.each(['light', 'dark'] as const)(
    'has no fault that axe knows in the %s theme, and no error in the console',
    async (colorScheme) => {
      const { page, faults } = await setting.open(path, { colorScheme });
      expect(await violations(page)).toEqual([]);
      expect(faults).toEqual([]);
    },
  );

  it('has none on paper', async () => {
    const { page } = await setting.open(path, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await violations(page)).toEqual([]);
  });

  it('needs no scrolling to the side on a phone', async () => {
    const { page } = await setting.open(path, { viewport: { width: 390, height: 800 } });
    const [content, screen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      window.innerWidth,
    ]);
    expect(content).toBeLessThanOrEqual(screen ?? 0);
  });
});

describe('paper', () => {
  it('keeps its tables as wide as A4 allows and leaves the tools of the screen out', async () => {
    const { page } = await setting.open(addresses.agreement, { viewport: { width: 680, height: 960 } });
    await page.emulateMedia({ media: 'print' });
    const row = page.locator('#promises tbody tr').first();
    expect(await row.evaluate((node) => getComputedStyle(node).display)).toBe('table-row');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(680);
    expect(await page.getByRole('button', { name: 'Pause' }).isVisible()).toBe(false);
    expect(await page.locator('h1').isVisible()).toBe(true);
  });
});

describe('a status', () => {
  it('has a shape of its own for each verdict, with its word beside it', async () => {
    const { page } = await setting.open(addresses.agreement);
    const marks = await page.locator('#key dt').evaluateAll((terms) =>
      terms.map((term) => ({
        word: term.textContent?.trim(),
        shape: term.querySelector('svg')?.innerHTML ?? '',
      })),
    );
    expect(marks.map(({ word }) => word)).toEqual(['Missed', 'Undetermined', 'Met', 'Excluded', 'At risk']);
    expect(new Set(marks.map(({ shape }) => shape)).size).toBe(5);
  });
});

describe('the keyboard', () => {
  it('reaches the report past the frame, then every stop in it, with a visible focus', async () => {
    const { page } = await setting.open(addresses.agreement);
    await page.keyboard.press('Tab');
    expect(await active(page)).toBe('A Skip to the report');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('report');
    const stops = await page.locator('main :is(a, button, summary)').count();
    const reached = new Set<string>();
    for (let step = 0; step < stops; step += 1) {
      await page.keyboard.press('Tab');
      reached.add(await active(page));
      const outline = await page.evaluate(
        () => document.activeElement && getComputedStyle(document.activeElement).outlineWidth,
      );
      expect(outline).toBe('2px');
    }
    expect([...reached].some((text) => text.startsWith('A Missed99.770'))).toBe(true);
    expect([...reached].some((text) => text.includes('Ticket 4755'))).toBe(true);
    expect([...reached].at(-1)).toContain('Where these figures come from');
  });

  it('opens the days behind a chart', async () => {
    const { page } = await setting.open(addresses.objective);
    await page.getByText('Show the figures of each day').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#chart details table').isVisible()).toBe(true);
  });

  it('copies the explanation as text and says so', async () => {
    const { page } = await setting.open(addresses.objective);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy as text' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      'uptime, 2026-08: missed, 99.770 %',
    );
  });

  it('asks what would have been from the first field to the answer', async () => {
    const { page } = await setting.open('/agreements/northwind-lumen/objectives/uptime/what-if');
    await page.getByLabel('Target').focus();
    await page.keyboard.type('50%');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'With a target of at least 50 %' }).waitFor();
    expect(new URL(page.url()).searchParams.get('target')).toBe('50%');
  });
});

describe('the chart', () => {
  it('is drawn, and in other colours where the theme changes', async () => {
    const { page } = await setting.open(addresses.objective, { colorScheme: 'light' });
    const canvas = page.locator('canvas');
    const ink = () => canvas.evaluate((node) => brightest(node));
    await page.evaluate(() => {
      Object.assign(window, {
        brightest: (node: HTMLCanvasElement) => {
          const data = node.getContext('2d')?.getImageData(0, 0, node.width, node.height).data ?? [];
          let [sum, count] = [0, 0];
          for (let index = 0; index < data.length; index += 4) {
            if ((data[index + 3] ?? 0) < 200) continue;
            sum += data[index] ?? 0;
            count += 1;
          }
          return count === 0 ? -1 : sum / count;
        },
      });
    });
    await expect.poll(ink).toBeGreaterThan(-1);
    const light = await ink();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(ink).not.toBe(light);
  });
});

declare function brightest(node: Node): number;
