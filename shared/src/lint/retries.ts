// Retries that do not fit between two slots: while the partner is down, every slot runs into the next.
import type { Source } from '../agreement/agreement.ts';
import { valueAt } from '../agreement/paths.ts';
import { milliseconds } from '../time/duration.ts';
import { lengthText } from './figures.ts';
import type { Finding, LintRule } from './warning.ts';

export const retries: LintRule = {
  name: 'retries',
  find: ({ sources }) => sources.flatMap(overrun),
};

/** Sources that are asked have a `timeout`; files have none. */
function overrun({ name, every, retry, spec }: Source): Finding[] {
  const timeout = valueAt(spec, ['timeout']);
  if (typeof timeout !== 'string' || retry.attempts === 1) return [];
  const everyMs = milliseconds(every);
  const timeoutMs = milliseconds(timeout);
  const delayMs = milliseconds(retry.delay);
  const lengthMs = retry.attempts * timeoutMs + (retry.attempts - 1) * delayMs;
  if (lengthMs <= everyMs) return [];
  const fitting = Math.max(1, Math.floor((everyMs + delayMs) / (timeoutMs + delayMs)));
  const attempts = `${retry.attempts} attempts of ${lengthText(timeoutMs)}, ${lengthText(delayMs)} apart,`;
  return [
    {
      path: `sources.${name}.retry`,
      clause: null,
      why: `${attempts} take up to ${lengthText(lengthMs)}, and the next slot begins after ${lengthText(everyMs)}`,
      proposal: `retry: { attempts: ${fitting}, delay: ${retry.delay} }`,
    },
  ];
}
