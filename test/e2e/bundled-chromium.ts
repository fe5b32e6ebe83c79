// The browser from the lockfile (@sparticuz/chromium). It is made for AWS Lambda: it unpacks into the
// system's temporary folder under a name without its version, brings its libraries only where it believes
// to be in Lambda, and looks for fonts in fixed folders. All of that is settled here.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFolder = new URL('../node_modules/@sparticuz/chromium/', import.meta.url);
const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));

/** Where the browser is, unpacked on first use, and the environment that it runs in. */
export async function bundledChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const folder = join(cache, `chromium-${version()}`);
  if (!existsSync(join(folder, 'fonts.conf'))) await unpackInto(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...inherited(),
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

/** Unpacks beside the folder and moves it there in one step: other test files may be doing the same. */
async function unpackInto(folder: string): Promise<void> {
  const own = `${folder}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  await unpack(own);
  writeFileSync(join(own, 'fonts.conf'), fontConfiguration(folder));
  try {
    renameSync(own, folder);
  } catch (cause) {
    rmSync(own, { recursive: true });
    if (!existsSync(join(folder, 'fonts.conf'))) throw cause;
  }
}

/** The package reads and writes the environment of this process; afterwards it is as it was. */
async function unpack(folder: string): Promise<void> {
  const before = { ...process.env };
  process.env['TMPDIR'] = folder;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  try {
    const { default: sparticuz } = await import('@sparticuz/chromium');
    await sparticuz.executablePath();
  } finally {
    for (const name of Object.keys(process.env)) {
      if (!(name in before)) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, before);
  }
}

/** Without any font to fall back on, Chromium draws nothing and fails to load web fonts as well. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;
}

function version(): string {
  const { version: found }: { version?: unknown } = JSON.parse(
    readFileSync(new URL('package.json', packageFolder), 'utf8'),
  );
  if (typeof found !== 'string') throw new Error('@sparticuz/chromium has no version in its package.json');
  return found;
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
