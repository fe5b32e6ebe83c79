// Takes the README's screenshot from a running demo: node test/e2e/readme-screenshot.ts
// It shows the past quarter, whose story is complete whenever the demo runs.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { agreementSchema } from '@upheld/shared/api/responses';
import { launchBrowser } from './browser.ts';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const demo = spawn(process.execPath, [file('test/simulator/demo.ts')], {
  env: { ...process.env, UPHELD_COLLECTOR_PORT: '0', UPHELD_DASHBOARD_PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const { dashboard, collector } = await whenReady(demo);
  await take(`${dashboard}/agreements/northwind-lumen?period=${await pastQuarter(collector)}`);
} finally {
  demo.kill('SIGTERM');
  await once(demo, 'exit');
}

async function whenReady({ stdout }: ChildProcess): Promise<{ dashboard: string; collector: string }> {
  if (stdout === null) throw new Error('the demo has no output to read');
  for await (const line of createInterface(stdout)) {
    const [, dashboard, collector] = /^ready dashboard=(\S+) collector=(\S+)$/.exec(line) ?? [];
    if (dashboard !== undefined && collector !== undefined) return { dashboard, collector };
  }
  throw new Error('the demo ended before it was ready');
}

async function pastQuarter(collector: string): Promise<string> {
  const response = await fetch(`${collector}/api/v1/agreements/northwind-lumen`);
  const [, past] = agreementSchema.parse(await response.json()).periods;
  if (past === undefined) throw new Error('the demo has no past quarter');
  return past;
}

async function take(address: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
    await page.goto(address);
    await page.evaluate(() => document.fonts.ready.then(() => true));
    await page.screenshot({ path: file('.github/screenshot.png') });
  } finally {
    await browser.close();
  }
}
