// What may be imagined otherwise about a promise: its target, threshold or calendar, which exclusions act
// and what unmeasured minutes mean.
import { z } from 'zod';
import type {
  Agreement,
  CalendarTerms,
  Exclusion,
  Objective,
  Severity,
  Terms,
} from '../agreement/agreement.ts';
import type { DurationUnits } from '../agreement/durations.ts';
import { duration, oneOf, percentage } from '../agreement/fields.ts';
import { indicatorKind } from '../indicators/registry.ts';
import { inEveryVersion } from './only-promise.ts';
import { severityPromiseName } from './promised.ts';

const anyUnit = ['ms', 's', 'm', 'h', 'd', 'w', 'bd'] as const satisfies DurationUnits;

/** The change as a command line or a query gives it; what is left out stays as it was. */
export const termsChangeSchema = z.strictObject({
  target: percentage('a target', '99.95%').optional(),
  threshold: duration(anyUnit, '150ms').optional().describe('Of a response promise: the time it has'),
  calendar: z.string().optional().describe('A calendar of the agreement, or always'),
  exclusions: oneOf(['none', 'requested', 'approved'])
    .optional()
    .describe('Which act: none, all that were asked for, or those approved, as it is'),
  notMeasured: oneOf(['good', 'bad', 'undetermined']).optional(),
});

/** A calendar may be given as it is instead of by its name. */
export type TermsChange = Omit<z.infer<typeof termsChangeSchema>, 'calendar'> & {
  calendar?: string | CalendarTerms | undefined;
};

/** The name that a calendar has that was given as it is. */
const givenCalendar = 'what-if';

/** The agreement as if one of its promises had always been another. Throws a RangeError on what does not fit it. */
export function changedAgreement(agreement: Agreement, promise: string, change: TermsChange): Agreement {
  return inEveryVersion(agreement, (terms) => ({
    ...terms,
    calendars: calendarsWith(terms, change),
    objectives: terms.objectives.map((objective) =>
      objective.name === promise ? changedObjective(objective, change) : objective,
    ),
    support: terms.support.map((matrix) => ({
      ...matrix,
      severities: matrix.severities.map((severity) =>
        changedSeverity(severity, matrix.name, promise, change),
      ),
    })),
  }));
}

/** The exclusions as if others of them had been approved; an exclusion acts only if it is. */
export function changedExclusions(exclusions: Exclusion[], { exclusions: acting }: TermsChange): Exclusion[] {
  if (acting === 'none') return [];
  if (acting !== 'requested') return exclusions;
  return exclusions.map((exclusion) => ({ ...exclusion, approved: true }));
}

/** The change in words and names alone, for the record. */
export function recordedChange(change: TermsChange): z.infer<typeof termsChangeSchema> {
  return { ...change, calendar: calendarName(change) };
}

function calendarsWith(terms: Terms, { calendar }: TermsChange): Terms['calendars'] {
  if (typeof calendar === 'object') return { ...terms.calendars, [givenCalendar]: calendar };
  if (calendar === undefined || Object.hasOwn(terms.calendars, calendar)) return terms.calendars;
  const names = Object.keys(terms.calendars).join(', ');
  throw new RangeError(`${terms.name} has no calendar "${calendar}"; its calendars are: ${names}`);
}

function calendarName({ calendar }: TermsChange): string | undefined {
  return typeof calendar === 'object' ? givenCalendar : calendar;
}

function changedObjective(objective: Objective, change: TermsChange): Objective {
  const { indicator, noData, calendar } = objective;
  const { target = objective.objective.target, notMeasured = noData.notMeasured, threshold } = change;
  if (threshold !== undefined) refuseThreshold(indicator.type, 'threshold', threshold);
  return {
    ...objective,
    indicator: threshold === undefined ? indicator : { ...indicator, threshold },
    calendar: calendarName(change) ?? calendar,
    objective: { ...objective.objective, target },
    noData: { ...noData, notMeasured },
  };
}

const severityFields = {
  'first-response': 'firstResponse',
  'update-cadence': 'updateEvery',
  resolution: 'resolution',
} as const;

function changedSeverity(severity: Severity, matrix: string, promise: string, change: TermsChange): Severity {
  const [type, field] =
    Object.entries(severityFields).find(
      ([name]) => severityPromiseName(matrix, severity.level, name) === promise,
    ) ?? [];
  if (type === undefined || field === undefined) return severity;
  const { target = severity.target, threshold } = change;
  if (threshold !== undefined) refuseThreshold(type, 'within', threshold);
  const calendar = calendarName(change) ?? severity.calendar;
  return { ...severity, target, calendar, ...(threshold !== undefined && { [field]: threshold }) };
}

/** Throws a RangeError unless the kind has such a field and takes that value in it. */
function refuseThreshold(type: string, field: string, threshold: string): void {
  const schema = indicatorKind(type).terms.shape[field];
  if (schema === undefined) {
    throw new RangeError(`threshold: ${type} has none; change its target, calendar or exclusions instead`);
  }
  const parsed = z.safeParse(schema, threshold);
  if (!parsed.success) {
    throw new RangeError(`threshold: got "${threshold}"; ${parsed.error.issues[0]?.message}`);
  }
}
