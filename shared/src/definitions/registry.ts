// The definitions that there are, and the one that the contract means.
import type { IndicatorInput, IndicatorKind } from '../indicators/indicator.ts';
import type { JudgingInput } from '../measurement/judging.ts';
import { checkedWindow } from './checked-window.ts';
import type { DefinitionFigures, DefinitionName, MinimumVolume } from './definition.ts';
import { fiveMinuteMean } from './five-minute-mean.ts';
import { minimumVolumeMinutes, publishedVolume } from './minimum-volume.ts';
import { occurrences } from './occurrences.ts';
import { timeSlices } from './time-slices.ts';

const definitions = [occurrences, fiveMinuteMean, timeSlices, minimumVolumeMinutes];

/** What one definition makes of a window. `isContract` marks the one that the promise is judged by. */
export type Defined = DefinitionFigures & {
  name: DefinitionName;
  isContract: boolean;
  formula: string;
  unmeasured: string;
};

/**
 * A promise's share over one window under every definition, from the same samples under the same calendar
 * and exclusions; null for a promise that is counted neither in minutes nor in events.
 */
export function underEveryDefinition(
  kind: IndicatorKind,
  input: IndicatorInput<unknown>,
  judging: JudgingInput,
  volume: MinimumVolume = publishedVolume,
): Defined[] | null {
  const window = checkedWindow(kind, input);
  if (window === null) return null;
  const isCounted = window.checks.traffic.length > 0;
  const terms = { judging, timeSliceTarget: input.timeSliceTarget, volume, isCounted };
  const own: DefinitionName = window.countedBy === 'minutes' ? 'time-slices' : 'occurrences';
  return definitions.map(({ name, formula, unmeasured, figures }) => {
    const isUntold = isCounted && name !== 'occurrences';
    return {
      name,
      isContract: name === own,
      formula: formula(window.checks.judged, terms),
      unmeasured: isUntold ? untoldWords : unmeasured(terms),
      ...(isUntold ? untold(figures(window, terms)) : figures(window, terms)),
    };
  });
}

const untoldWords =
  'Counts of a whole hour do not tell when in it a request failed, so this share cannot be worked out from them.';

/** What a definition that looks into the hour makes of counted traffic. */
function untold({ verdict, counts: { unit } }: DefinitionFigures): DefinitionFigures {
  const isExcluded = verdict === 'excluded';
  return {
    ...{ value: null, range: null, display: null },
    ...{ verdict: isExcluded ? verdict : 'undetermined', doubts: isExcluded ? [] : ['hourly-counts'] },
    counts: { unit, good: 0, bad: 0, unmeasured: 0 },
  };
}
