// One kind of browser for every end-to-end test. `CHROMIUM_PATH` names another one; otherwise linux-x64
// takes the one from the lockfile and other systems their installed Chrome.
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { bundledChromium } from './bundled-chromium.ts';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless browser; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return chromium.launch({ executablePath: given, args });
  const isBundled = process.platform === 'linux' && process.arch === 'x64';
  return isBundled
    ? chromium.launch({ ...(await bundledChromium()), args })
    : chromium.launch({ channel: 'chrome', args });
}
