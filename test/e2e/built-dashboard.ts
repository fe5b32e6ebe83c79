// The dashboard's build, made on demand. Test files run side by side, so one builds and the others wait.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const dashboardFolder = fileURLToPath(new URL('../../dashboard/', import.meta.url));
const lock = `${dashboardFolder}node_modules/.build-lock`;
const patienceMs = 90_000;

/** Resolves when `dashboard/build` is complete. `pnpm test` has built it before; a single test may not have. */
export async function ensureBuilt(): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!isBuilt()) {
    if (tryLock()) return build();
    if (Date.now() > deadline) {
      throw new Error(`another build holds ${lock} for too long; remove it and try again`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** handler.js is the last file that a build writes. */
function isBuilt(): boolean {
  return existsSync(`${dashboardFolder}build/handler.js`);
}

function tryLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

function build(): void {
  try {
    const vite = [`${dashboardFolder}node_modules/vite/bin/vite.js`, 'build', '--logLevel', 'warn'];
    const { status, stderr } = spawnSync(process.execPath, vite, { cwd: dashboardFolder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the dashboard does not build:\n${stderr}`);
  } finally {
    rmSync(lock, { recursive: true });
  }
}
