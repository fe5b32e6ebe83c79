// Debian's Prometheus over counters that a test makes up, minute by minute, in hours that have passed.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, fetchText, freePort, startProgram } from './program.ts';

/** `labels` are those between the braces. A point is seconds since the epoch and the counter's value there. */
export type CountedSeries = { metric: string; labels: string; points: (readonly [number, number])[] };

export type CountedPrometheus = { url: string; port: number; stop(): Promise<void> };

/** Starts a Prometheus that holds these series and keeps what it holds for `retention`, such as `1d`. */
export async function startCountedPrometheus(
  series: CountedSeries[],
  retention: string,
): Promise<CountedPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-counted-'));
  await writeFile(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  await writeFile(join(folder, 'counters.txt'), openMetrics(series));
  backfill(folder);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = startProgram(
    'prometheus',
    [
      '--config.file=prometheus.yml',
      `--web.listen-address=127.0.0.1:${port}`,
      '--storage.tsdb.path=data',
      `--storage.tsdb.retention.time=${retention}`,
      '--log.level=warn',
    ],
    folder,
  );
  await eventually('Prometheus is ready', 30_000, () => fetchText(`${url}/-/ready`));
  return {
    url,
    port,
    stop: async () => {
      await program.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function openMetrics(series: CountedSeries[]): string {
  const lines = series.flatMap(({ metric, labels, points }) =>
    points.map(([at, value]) => `${metric}{${labels}} ${value} ${at}`),
  );
  return [...lines, '# EOF', ''].join('\n');
}

function backfill(folder: string): void {
  const argv = ['tsdb', 'create-blocks-from', 'openmetrics', 'counters.txt', 'data'];
  const { status, stderr, error } = spawnSync('promtool', argv, { cwd: folder, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`promtool: ${stderr}`);
}
