// Judges a portfolio in a process of its own, so that its memory is that of judging alone.
import { residentMiB } from '../probe/usage.ts';
import { withStore } from './place.ts';
import type { PortfolioResult, PortfolioRun } from './portfolio.ts';
import { agreementOf, statementFrom } from './quarter.ts';

const run: PortfolioRun = JSON.parse(process.argv[2] ?? '');
const result = await withStore(run, async (store): Promise<PortfolioResult> => {
  const nameOf = (place: number) => `agreement-${place}`;
  const judge = async (place: number) => {
    const statement = await statementFrom(store, agreementOf(nameOf(place), run.size), true);
    return JSON.stringify(statement).replaceAll(JSON.stringify(nameOf(place)), '"one"');
  };
  const first = await judge(0);
  const { now: before } = await residentMiB(process.pid);
  const began = performance.now();
  let judged = 0;
  while (judged < run.agreements && performance.now() - began < run.mostMs) {
    if ((await judge(judged)) !== first) throw new Error(`the statement of ${nameOf(judged)} is another`);
    judged += 1;
  }
  const ms = performance.now() - began;
  const { most } = await residentMiB(process.pid);
  return { judged, ms, residentMiB: { most, before } };
});
process.send?.(result);
process.disconnect?.();
