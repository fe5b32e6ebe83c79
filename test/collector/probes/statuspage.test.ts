import { describe, expect, it } from 'vitest';
import { statuspage } from '@upheld/collector/probes/statuspage';
import { probeContext, probeContract } from '../../contracts/probe.ts';
import { httpServer } from '../egress/servers.ts';

probeContract({ kind: statuspage, specFor: (url) => ({ url, timeout: '500ms' }) });

async function probe(status: number, body: string, terms: object = {}) {
  const server = await httpServer((_request, response) => response.writeHead(status).end(body));
  const spec = statuspage.spec.parse({ url: server.url, ...terms });
  return await statuspage.probe(spec, probeContext([server.port]));
}

const page = JSON.stringify({ page: {}, status: { indicator: 'critical' } });

describe('the probe of a status page', () => {
  it('is ok where the page can be read, whatever the page says', async () => {
    expect(await probe(200, page)).toMatchObject({
      outcome: 'ok',
      error: null,
      seen: { report: { status: 'major_outage', maintenance: [] } },
    });
  });

  it.each([
    ['a page of another format', 200, page, { format: 'instatus' }, 'no status page of the format instatus'],
    ['HTML', 200, '<html>All systems operational</html>', {}, 'the body is not JSON'],
    ['JSON of something else', 200, '{"status":"ok"}', {}, 'no status page of the format auto'],
    ['an error', 503, page, {}, 'got status 503'],
  ])('gives no report for %s', async (_title, status, body, terms, words) => {
    const attempt = await probe(status, body, terms);
    expect(attempt).toMatchObject({ outcome: 'bad' });
    expect(attempt.error).toContain(words);
    expect(attempt.seen?.report).toBeUndefined();
  });

  it('reads a summary longer than a health answer may be', async () => {
    const components = Array.from({ length: 2_000 }, (_each, id) => ({
      ...{ id: `component-${id}`, name: `Component ${id}`, status: 'operational' },
    }));
    const long = JSON.stringify({ page: {}, status: { indicator: 'none' }, components });
    expect(long.length).toBeGreaterThan(64 * 1024);
    expect((await probe(200, long)).seen?.report?.status).toBe('operational');
  });

  it('reports fifty maintenances at most, those that come first', async () => {
    const minute = (index: number) => `2100-01-01T00:${String(index).padStart(2, '0')}:00Z`;
    const planned = Array.from({ length: 60 }, (_each, index) => ({
      ...{ id: `m${59 - index}`, status: 'scheduled', scheduled_for: minute(59 - index) },
    }));
    const body = JSON.stringify({ page: {}, status: { indicator: 'none' }, scheduled_maintenances: planned });
    const kept = (await probe(200, body)).seen?.report?.maintenance ?? [];
    expect(kept.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_each, index) => `m${index}`));
  });

  it('takes a page with half a million components for none', async () => {
    const body = `{"page":{},"status":{"indicator":"none"},"components":[${'1,'.repeat(500_000)}1]}`;
    expect(await probe(200, body)).toMatchObject({ outcome: 'bad', reason: 'expectation' });
  });
});
