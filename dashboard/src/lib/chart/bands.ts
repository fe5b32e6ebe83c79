// What stands behind the lines: the target, outages with their numbers, hatched time that was not measured,
// shaded time that is excluded.
import type { Chart, ChartArea, Plugin } from 'chart.js';
import type { Band, ChartData } from './chart-data.ts';
import { drawLineLabels, drawTargetLabel, font } from './labels.ts';
import type { Theme } from './theme.ts';

/** Room above the plot for the numbers of the outages. */
export const numberRoom = 20;

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
