// The contract of a kind of support clock: what starts it, what stops it, what it stands still for.
import type { Severity, SupportMatrix } from '../agreement/agreement.ts';
import type { StepType, TicketStanding } from './steps.ts';

export type ClockRule = {
  /** The duration that a severity promises; undefined where it promises none. */
  duration: (severity: Severity) => string | undefined;
  /** Whether the clock runs on a ticket that stands like this. It starts when this becomes true. */
  runsOn: (standing: TicketStanding) => boolean;
  /** The step that answers the promise. */
  stoppedBy: StepType;
  /** What the agreement calls the pause of this clock; null: it never pauses. */
  pause: SupportMatrix['waitingOnReporterPauses'][number] | null;
  /** `once`: decided once for good; `resumes`: a met clock runs on when the ticket does; `repeats`: slot follows slot. */
  course: 'once' | 'resumes' | 'repeats';
};
