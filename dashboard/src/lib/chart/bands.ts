// What stands behind and beside the lines: the target with its words, outages with their numbers, hatched
// time that was not measured, shaded time that is excluded.
import type { Chart, ChartArea, Plugin } from 'chart.js';
import type { Band, ChartData } from './chart-data.ts';
import type { Theme } from './theme.ts';

/** Room above the plot for the numbers of the outages. */
export const numberRoom = 20;
const font = '13px "Source Sans 3 Variable", sans-serif';

/** The theme comes through a function because it changes while the chart lives. */
export function bandsPlugin(data: ChartData, theme: () => Theme): Plugin<'line'> {
  return {
    id: 'bands',
    beforeDatasetsDraw(chart) {
      for (const band of data.bands) drawBand(chart, band, theme());
      drawNumbers(chart, data.bands, theme());
      drawBase(chart, theme());
      drawTarget(chart, data.target, theme());
    },
    afterDatasetsDraw(chart) {
      drawTargetLabel(chart, data.target, theme());
      drawLineLabels(chart, data, theme());
    },
  };
}

function drawBand({ ctx, chartArea, scales }: Chart, band: Band, theme: Theme): void {
  const from = scales['x']?.getPixelForValue(band.start) ?? 0;
  const to = scales['x']?.getPixelForValue(band.end) ?? 0;
  const width = Math.max(to - from, band.kind === 'bad' ? 1.5 : 4);
  ctx.save();
  if (band.kind === 'bad') {
    ctx.globalAlpha = 0.35;
    ctx.fillStyle = theme['missed-fill'];
    ctx.fillRect(from, chartArea.top, width, chartArea.bottom - chartArea.top);
  } else if (band.kind === 'excluded') {
    ctx.globalAlpha = 0.18;
    ctx.fillStyle = theme['excluded-fill'];
    ctx.fillRect(from, chartArea.top, width, chartArea.bottom - chartArea.top);
  } else {
    hatch(ctx, from, width, chartArea, theme['undetermined-fill']);
  }
  ctx.restore();
}

function hatch(
  ctx: CanvasRenderingContext2D,
  from: number,
  width: number,
  area: ChartArea,
  colour: string,
): void {
  ctx.beginPath();
  ctx.rect(from, area.top, width, area.bottom - area.top);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let y = area.top - width; y < area.bottom + width; y += 5) {
    ctx.moveTo(from, y + width);
    ctx.lineTo(from + width, y);
  }
  ctx.stroke();
}

/** Numbers that would run into each other are left out; the table has all of them. */
function drawNumbers({ ctx, chartArea, scales }: Chart, bands: Band[], theme: Theme): void {
  ctx.save();
  ctx.font = font;
  ctx.fillStyle = theme['missed-text'];
  ctx.textAlign = 'center';
  let last = -Infinity;
  for (const { start, end, number } of bands) {
    if (number === null) continue;
    const x = scales['x']?.getPixelForValue((start + end) / 2) ?? 0;
    const width = ctx.measureText(String(number)).width + 6;
    if (x - width / 2 < last) continue;
    ctx.fillText(String(number), x, chartArea.top - 6);
    last = x + width / 2;
  }
  ctx.restore();
}

function drawBase({ ctx, chartArea }: Chart, theme: Theme): void {
  ctx.save();
  ctx.fillStyle = theme.ink;
  ctx.fillRect(chartArea.left, chartArea.bottom - 0.5, chartArea.right - chartArea.left, 1);
  ctx.restore();
}

function drawTarget({ ctx, chartArea, scales }: Chart, target: ChartData['target'], theme: Theme): void {
  const y = scales['y']?.getPixelForValue(target.value) ?? 0;
  ctx.save();
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1;
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.moveTo(chartArea.left, y);
  ctx.lineTo(chartArea.right, y);
  ctx.stroke();
  ctx.restore();
}

/** The target's words stand where no line runs: above the target or below it, left or right. */
function drawTargetLabel(chart: Chart, target: ChartData['target'], theme: Theme): void {
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
function drawLineLabels(chart: Chart, data: ChartData, theme: Theme): void {
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
