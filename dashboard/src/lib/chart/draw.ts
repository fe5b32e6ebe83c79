// Draws a chart on a canvas and keeps it right when theme or medium change. The only file that knows
// Chart.js; it is loaded when a canvas is there.
import { Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import type { ChartConfiguration, ChartDataset, ScriptableContext } from 'chart.js';
import { bandsPlugin, numberRoom } from './bands.ts';
import type { ChartData, Line, Point } from './chart-data.ts';
import { readTheme } from './theme.ts';
import type { Theme } from './theme.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale);

const family = '"Source Sans 3 Variable", sans-serif';
/** The size on paper in CSS pixels; it goes with PeriodChart's print rule (180 mm by 62 mm). */
const paperSize = { width: 680, height: 234 };

/** Draws `data`; the returned function frees the canvas. */
export function drawChart(canvas: HTMLCanvasElement, data: ChartData): () => void {
  const frame = canvas.parentElement ?? document.body;
  let theme = readTheme(frame, 'screen');
  const chart = new Chart<'line', Point[]>(
    canvas,
    configuration(data, () => theme),
  );
  const repaint = (medium: 'screen' | 'paper') => {
    theme = readTheme(frame, medium);
    chart.update('none');
  };
  const listening = new AbortController();
  const { signal } = listening;
  matchMedia('(prefers-color-scheme: dark)').addEventListener(
    'change',
    () => {
      repaint('screen');
    },
    { signal },
  );
  // A canvas does not follow the page onto paper by itself. Printing reaches pages in two ways.
  const medium = ({ matches }: { matches: boolean }) => {
    repaint(matches ? 'paper' : 'screen');
    if (matches) chart.resize(paperSize.width, paperSize.height);
    else chart.resize();
  };
  matchMedia('print').addEventListener('change', medium, { signal });
  addEventListener(
    'beforeprint',
    () => {
      medium({ matches: true });
    },
    { signal },
  );
  addEventListener(
    'afterprint',
    () => {
      medium({ matches: false });
    },
    { signal },
  );
  void document.fonts.load(`13px ${family}`).then(() => {
    if (!signal.aborted) chart.update('none');
  });
  return () => {
    listening.abort();
    chart.destroy();
  };
}

function configuration(data: ChartData, theme: () => Theme): ChartConfiguration<'line', Point[]> {
  const font = { family, size: 13 };
  const ink2 = () => theme()['ink-2'];
  return {
    type: 'line',
    data: { datasets: data.lines.map((line) => dataset(line, data, theme)) },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      devicePixelRatio: Math.max(2, devicePixelRatio),
      events: [],
      layout: { padding: { top: numberRoom, right: 8 } },
      scales: {
        x: {
          type: 'linear',
          min: data.window.start,
          max: data.window.end,
          afterBuildTicks: (axis) => {
            axis.ticks = data.ticks.map(({ at }) => ({ value: at }));
          },
          ticks: {
            font,
            color: ink2,
            maxRotation: 0,
            autoSkipPadding: 12,
            callback: (value) => data.ticks.find(({ at }) => at === value)?.label ?? '',
          },
          grid: { display: false },
          border: { display: false },
        },
        y: {
          type: 'linear',
          grace: '12%',
          // Minutes and failed shares count from nothing; good shares are all near the top.
          ...(data.target.side === 'below' ? { min: 0 } : {}),
          suggestedMax: data.target.value,
          suggestedMin: data.unit === '%' ? data.target.value : 0,
          ticks: {
            font,
            color: ink2,
            maxTicksLimit: 6,
            padding: 8,
            callback: (value) => tickText(Number(value), data.unit),
          },
          grid: { color: () => theme().rule, drawTicks: false },
          border: { display: false },
        },
      },
    },
    plugins: [bandsPlugin(data, theme)],
  };
}

function dataset(line: Line, data: ChartData, theme: () => Theme): ChartDataset<'line', Point[]> {
  const marks = line.style === 'marks';
  const misses = ({ parsed }: ScriptableContext<'line'>) => isMiss(parsed.y, data.target);
  return {
    data: line.points,
    showLine: !marks,
    borderColor: () => theme().ink,
    borderWidth: line.style === 'solid' ? 2 : 1.25,
    borderDash: line.style === 'dotted' ? [2, 3] : [],
    pointRadius: marks ? 3.5 : 0,
    pointStyle: (point) => (misses(point) ? 'rectRot' : 'circle'),
    pointBackgroundColor: (point) => (misses(point) ? theme()['missed-fill'] : theme().paper),
    pointBorderColor: (point) => (misses(point) ? theme()['missed-fill'] : theme()['ink-2']),
    spanGaps: false,
    // Marks at nothing or at 100 % are whole, not cut in half by the edge.
    ...(marks && { clip: 6 }),
  };
}

function isMiss(value: number | null, { value: target, side }: ChartData['target']): boolean {
  if (value === null || Number.isNaN(value)) return false;
  return side === 'above' ? value < target : value > target;
}

/** Room above 100 % is room only. */
function tickText(value: number, unit: string): string {
  if (unit !== '%') return `${value}`;
  return value > 100 ? '' : `${Number(value.toFixed(4))} %`;
}
