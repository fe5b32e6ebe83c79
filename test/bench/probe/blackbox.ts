// One run of Prometheus and its blackbox_exporter over the same targets, each as Debian ships it.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { eventually, fetchText, freePort, startProgram } from '../../real/program.ts';
import type { Load } from './load.ts';
import type { Surroundings } from './surroundings.ts';
import { measure } from './window.ts';
import type { Window } from './window.ts';

export type BlackboxRun = {
  window: Window;
  /** Probes of the window that Prometheus holds, and how many of them succeeded. */
  stored: number;
  succeeded: number;
  /** How late scrapes began after their target's punctual ones, in milliseconds: at least that, for these may be late too. */
  lateMs: number[];
  /** Whole probes as blackbox_exporter reports them, in milliseconds. */
  totalMs: number[];
};

const matrixSchema = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })) }),
});

/** Measures the two alone on the load. */
export async function runBlackbox(load: Load, surroundings: Surroundings): Promise<BlackboxRun> {
  const { partner, processors, stop } = surroundings;
  const folder = await mkdtemp(join(surroundings.folder, 'blackbox-'));
  await using exporter = await startExporter(folder);
  await using prometheus = await startPrometheus(folder, load, surroundings, exporter.port);
  const pids = { blackbox: exporter.pid, prometheus: prometheus.pid, nginx: partner.pid };
  const window = await measure(load, pids, processors, stop);
  const [success, duration] = [
    await pointsOf('probe_success', window, prometheus.url),
    await pointsOf('probe_duration_seconds', window, prometheus.url),
  ];
  const values = success.flat().map(({ value }) => value);
  return {
    window,
    stored: values.length,
    succeeded: values.filter((value) => value === 1).length,
    lateMs: success.flatMap((points) => latenessOf(points, load.everyMs)),
    totalMs: duration.flat().map(({ value }) => value * 1000),
  };
}

async function startExporter(folder: string) {
  const port = await freePort();
  const modules = { modules: { answers: { prober: 'http', http: { preferred_ip_protocol: 'ip4' } } } };
  await writeFile(join(folder, 'blackbox.yml'), JSON.stringify(modules));
  return await start(
    'prometheus-blackbox-exporter',
    ['--config.file=blackbox.yml', `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
    { folder, port, ready: '/-/healthy' },
  );
}

async function startPrometheus(folder: string, load: Load, { partner }: Surroundings, exporterPort: number) {
  const port = await freePort();
  const targets = Array.from({ length: load.targets }, (_, target) => partner.urlOf(target));
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(scraping(load, targets, exporterPort)));
  await mkdir(join(folder, 'data'));
  return await start(
    'prometheus',
    [
      '--config.file=prometheus.yml',
      `--web.listen-address=127.0.0.1:${port}`,
      '--storage.tsdb.path=data',
      '--log.level=error',
      // Else it writes punctual instants where it was a little late.
      '--no-scrape.adjust-timestamps',
    ],
    { folder, port, ready: '/-/ready' },
  );
}

async function start(
  command: string,
  argv: string[],
  { folder, port, ready }: { folder: string; port: number; ready: string },
) {
  const program = startProgram(command, argv, folder);
  const url = `http://127.0.0.1:${port}`;
  const running = { pid: program.pid, port, url, [Symbol.asyncDispose]: () => program.stop() };
  try {
    await eventually(`${command} is ready`, 30_000, () => fetchText(`${url}${ready}`));
    return running;
  } catch (error) {
    await program.stop();
    throw error;
  }
}

/** As the documentation of blackbox_exporter has it: the target's URL goes into a parameter of the exporter's. */
function scraping({ everyMs }: Load, targets: string[], exporterPort: number) {
  const every = `${everyMs / 1000}s`;
  const blackbox = {
    job_name: 'blackbox',
    metrics_path: '/probe',
    params: { module: ['answers'] },
    static_configs: [{ targets }],
    relabel_configs: [
      { source_labels: ['__address__'], target_label: '__param_target' },
      { source_labels: ['__param_target'], target_label: 'instance' },
      { target_label: '__address__', replacement: `127.0.0.1:${exporterPort}` },
    ],
  };
  const global = { scrape_interval: every, scrape_timeout: every, evaluation_interval: every };
  return { global, scrape_configs: [blackbox] };
}

type Point = { at: number; value: number };

/** What Prometheus stored of every target in the window, at its own instants in milliseconds. */
async function pointsOf(metric: string, { start, end }: Window, url: string): Promise<Point[][]> {
  const query = encodeURIComponent(`${metric}[${end - start}ms]`);
  const text = await fetchText(`${url}/api/v1/query?query=${query}&time=${end / 1000}`);
  const { data } = matrixSchema.parse(JSON.parse(text));
  return data.result.map(({ values }) =>
    values.map(([seconds, value]) => ({ at: Math.round(seconds * 1000), value: Number(value) })),
  );
}

/** Prometheus asks each target at a place in the interval that it tells nobody: the earliest one seen stands for it. */
function latenessOf(points: Point[], everyMs: number): number[] {
  const first = points[0]?.at ?? 0;
  const offsets = points.map(({ at }, slot) => at - first - slot * everyMs);
  const punctual = Math.min(...offsets);
  return offsets.map((offset) => offset - punctual);
}
