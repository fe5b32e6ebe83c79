// The dashboard as a process: where it listens, whom it answers, how it ends.
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startDashboard } from './dashboard-process.ts';
import { startStubCollector } from './stub-collector.ts';

async function withDashboard(
  run: (url: string, stop: () => Promise<number>) => Promise<void>,
): Promise<void> {
  const stub = await startStubCollector();
  const dashboard = await startDashboard(stub.url);
  let stopped = false;
  const stop = () => {
    stopped = true;
    return dashboard.stop();
  };
  try {
    await run(dashboard.url, stop);
  } finally {
    if (!stopped) await stop();
    await stub.close();
  }
}

/** fetch sets the Host header itself, so this asks in another host's name by hand. */
function ask(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the dashboard process', () => {
  it('takes a free port where it is given 0 and reports which', async () => {
    await withDashboard(async (url) => {
      expect(Number(new URL(url).port)).toBeGreaterThan(0);
      expect((await fetch(url)).status).toBe(200);
    });
  });

  it('refuses requests in the name of another host, which DNS rebinding would make', async () => {
    await withDashboard(async (url) => {
      expect(await ask(url, 'partner.example')).toBe(421);
      expect(await ask(url, 'localhost:4400')).toBe(200);
    });
  });

  it('ends quickly though a page holds its stream of changes', async () => {
    await withDashboard(async (url, stop) => {
      const stream = await fetch(`${url}/live`);
      expect(stream.headers.get('content-type')).toBe('text/event-stream');
      expect(await stop()).toBeLessThan(5_000);
    });
  });

  it('says that a port is taken and by what setting to move', async () => {
    await withDashboard(async (url) => {
      const port = Number(new URL(url).port);
      await expect(startDashboard('http://127.0.0.1:9', port)).rejects.toThrow(
        `cannot listen on port ${port}: another process has it. Set another port, or 0 for a free one.`,
      );
    });
  });

  it('names the fault of a collector address that cannot be read', async () => {
    await expect(startDashboard('nonsense')).rejects.toThrow('got "nonsense"');
  });
});
