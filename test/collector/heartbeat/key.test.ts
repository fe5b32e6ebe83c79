import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { heartbeatKey, sharedKey } from '@upheld/collector/heartbeat/key';

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-key-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('the key of heartbeat URLs', () => {
  it('is made once, in a folder that may not be there yet, for this user alone', async () => {
    const folder = join(await emptyFolder(), 'not', 'yet');
    const key = await heartbeatKey(folder);
    expect(key.length).toBe(32);
    expect(await heartbeatKey(folder)).toEqual(key);
    expect((await stat(join(folder, 'heartbeat.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['heartbeat.key']);
  });

  it('is another one in another installation', async () => {
    expect(await heartbeatKey(await emptyFolder())).not.toEqual(await heartbeatKey(await emptyFolder()));
  });

  it('is the same for all who make it at the same time', async () => {
    const folder = await emptyFolder();
    const keys = await Promise.all(Array.from({ length: 20 }, () => heartbeatKey(folder)));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(await readdir(folder)).toEqual(['heartbeat.key']);
  });

  it.each([0, 31, 33])('is refused with %d bytes, with exit code 78 and what to do', async (bytes) => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'heartbeat.key'), Buffer.alloc(bytes, 7));
    await expect(heartbeatKey(folder)).rejects.toMatchObject({
      name: 'EnvironmentError',
      exitCode: 78,
      message: `${folder}/heartbeat.key: holds ${bytes} bytes; the key of the heartbeat URLs is 32 random bytes: put back a backup, or remove the file to get a new key and with it new URLs`,
    });
  });

  it('is refused where it cannot be read, with exit code 78 and what to do', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'a-file'), '');
    await expect(heartbeatKey(join(folder, 'a-file'))).rejects.toMatchObject({
      name: 'EnvironmentError',
      exitCode: 78,
      message: expect.stringMatching(/cannot be read or made \(ENOTDIR.*set UPHELD_DATA to another folder/),
    });
  });

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)('is refused in a folder that cannot be written', async () => {
    const folder = await emptyFolder();
    await chmod(folder, 0o500);
    await expect(heartbeatKey(folder)).rejects.toMatchObject({ exitCode: 78 });
    await chmod(folder, 0o700);
  });
});

describe('the key that several processes share', () => {
  function agreeing() {
    let first: string | null = null;
    return { agreeOn: async (_name: string, value: string) => (first ??= value) };
  }

  it('is what the first of them says, wherever it runs, and leaves no file', async () => {
    const store = agreeing();
    const [here, there] = [await emptyFolder(), await emptyFolder()];
    const key = await sharedKey(here, store);
    expect(key.length).toBe(32);
    expect(await sharedKey(there, store)).toEqual(key);
    expect(await readdir(here)).toEqual([]);
  });

  it('is that of the installation that had its store for itself, so that its URLs stay', async () => {
    const folder = await emptyFolder();
    const before = await heartbeatKey(folder);
    const store = agreeing();
    expect(await sharedKey(folder, store)).toEqual(before);
    expect(await sharedKey(await emptyFolder(), store)).toEqual(before);
  });

  it('is refused where a machine has another one, and where its file is broken', async () => {
    const store = agreeing();
    await sharedKey(await emptyFolder(), store);
    const folder = await emptyFolder();
    await heartbeatKey(folder);
    await expect(sharedKey(folder, store)).rejects.toMatchObject({ exitCode: 78 });
    await writeFile(join(folder, 'heartbeat.key'), 'short');
    await expect(sharedKey(folder, agreeing())).rejects.toMatchObject({ exitCode: 78 });
  });
});
