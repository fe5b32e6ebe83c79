// What this release reads and keeps without judging it: nobody may take silence for a promise that is kept.
import { listed } from './figures.ts';
import type { LintRule } from './warning.ts';

export const notJudged: LintRule = {
  name: 'not-judged',
  find({ obligations, kpis, correctiveAction }) {
    const parts = [
      ...(obligations.length > 0 ? ['obligations'] : []),
      ...(kpis.length > 0 ? ['kpis'] : []),
      ...(correctiveAction !== undefined ? ['correctiveAction'] : []),
    ];
    const [first] = parts;
    if (first === undefined) return [];
    const why = `this release does not judge ${listed(parts)} yet; follow that elsewhere`;
    return [{ path: first, clause: null, why, proposal: null }];
  },
};
