// Debian's Prometheus, scraping one target every second, and its linter for metrics.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { eventually, fetchText, freePort, startProgram } from './program.ts';

export type Series = { labels: Record<string, string>; value: number };
export type Prometheus = { query(promql: string): Promise<Series[]>; stop(): Promise<void> };

const resultSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
});

/** Starts Prometheus on a free port of loopback with `target` (host:port) as its only one. */
export async function startPrometheus(target: string): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-prometheus-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  await writeFile(join(folder, 'prometheus.yml'), configuration(target));
  const program = startProgram(
    'prometheus',
    [
      '--config.file=prometheus.yml',
      `--web.listen-address=${new URL(url).host}`,
      '--storage.tsdb.path=data',
      '--log.level=warn',
    ],
    folder,
  );
  await eventually('Prometheus is ready', 30_000, () => fetchText(`${url}/-/ready`));
  return {
    query: async (promql) => {
      const text = await fetchText(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
      const { data } = resultSchema.parse(JSON.parse(text));
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    stop: async () => {
      await program.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** What `promtool check metrics` finds wrong with an exposition; empty when it is clean. */
export function lintMetrics(exposition: string): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: exposition,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return status === 0 ? '' : `${stdout}${stderr}`;
}

// Our own labels win over those that a scrape adds.
function configuration(target: string): string {
  return `global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
scrape_configs:
  - job_name: upheld
    honor_labels: true
    static_configs: [{ targets: ['${target}'] }]
`;
}
