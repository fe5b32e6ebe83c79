// The rules that there are for agreements, one line each, in the order of their warnings.
import { burnPairs } from './burn-pairs.ts';
import { countedHours } from './counted-hours.ts';
import { fullTarget } from './full-target.ts';
import { maintenanceCap } from './maintenance-cap.ts';
import { minimumSample } from './minimum-sample.ts';
import { notJudged } from './not-judged.ts';
import { politeness } from './politeness.ts';
import { provability } from './provability.ts';
import { reading } from './reading.ts';
import { retries } from './retries.ts';
import { serviceHours } from './service-hours.ts';
import { updateCadence } from './update-cadence.ts';
import type { LintRule } from './warning.ts';

export const lintRules: readonly LintRule[] = [
  reading,
  provability,
  countedHours,
  minimumSample,
  fullTarget,
  burnPairs,
  serviceHours,
  updateCadence,
  retries,
  politeness,
  maintenanceCap,
  notJudged,
];
