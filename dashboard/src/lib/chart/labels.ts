// The words on a chart: each line's name at its end, and the target's where no line runs.
import type { Chart } from 'chart.js';
import type { ChartData } from './chart-data.ts';
import type { Theme } from './theme.ts';

/** Of everything that is written inside the plot. */
export const font = '13px "Source Sans 3 Variable", sans-serif';

/** The target's words stand where no line runs: above the target or below it, left or right. */
export function drawTargetLabel(chart: Chart, target: ChartData['target'], theme: Theme): void {
  const { ctx, chartArea, scales } = chart;
  const y = scales['y']?.getPixelForValue(target.value) ?? 0;
  ctx.font = font;
  const width = ctx.measureText(target.label).width + 16;
  const places = [y - 6, y + 16].flatMap((baseline) => [
    {
      from: chartArea.left,
      to: chartArea.left + width,
      x: chartArea.left + 8,
      baseline,
      align: 'left' as const,
    },
    {
      from: chartArea.right - width,
      to: chartArea.right,
      x: chartArea.right - 8,
      baseline,
      align: 'right' as const,
    },
  ]);
  const place = places.find((candidate) => isFree(chart, candidate, candidate.baseline)) ?? places[0];
  if (place === undefined) return;
  label(ctx, target.label, { x: place.x, y: place.baseline }, place.align, theme, theme.ink);
}

/** Whether no line passes through a label's height between two positions. */
function isFree(chart: Chart, span: { from: number; to: number }, baseline: number): boolean {
  const [top, bottom] = [baseline - 14, baseline + 4];
  return chart.data.datasets.every((_, index) => {
    const points = chart.getDatasetMeta(index).data;
    return points.slice(1).every((to, before) => {
      const from = points[before] ?? to;
      const beside = to.x < span.from || from.x > span.to;
      return beside || Math.max(from.y, to.y) < top || Math.min(from.y, to.y) > bottom;
    });
  });
}

/** Each line says at its end what it is, so nobody hunts through a legend. */
export function drawLineLabels(chart: Chart, data: ChartData, theme: Theme): void {
  for (const [index, line] of data.lines.entries()) {
    if (line.style === 'marks') continue;
    const end = chart.getDatasetMeta(index).data.at(-1);
    if (end === undefined) continue;
    const inside = end.x > chart.chartArea.right - 170;
    // A good share's marks lie above the line or on it, so its words go below.
    const beside = data.target.side === 'above' ? end.y + 18 : Math.max(end.y - 7, chart.chartArea.top + 12);
    const at = inside ? { x: end.x - 4, y: beside } : { x: end.x + 6, y: end.y + 4 };
    label(chart.ctx, line.label, at, inside ? 'right' : 'left', theme, theme.ink);
  }
}

/** Text on a patch of paper, so that no line runs through it. */
function label(
  ctx: CanvasRenderingContext2D,
  text: string,
  at: { x: number; y: number },
  align: 'left' | 'right',
  theme: Theme,
  colour: string,
): void {
  ctx.save();
  ctx.font = font;
  ctx.textAlign = align;
  ctx.lineWidth = 4;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = theme.paper;
  ctx.strokeText(text, at.x, at.y);
  ctx.fillStyle = colour;
  ctx.fillText(text, at.x, at.y);
  ctx.restore();
}
