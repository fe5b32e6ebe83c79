// What Jira Service Management says of its own service-level agreements: a second opinion. Where it says nothing, or
// not what is documented, there is none; facts do not depend on it.
import { vendorClockKinds, type VendorClock } from '@upheld/shared/facts/vendor-clock';
import { oneOf } from '@upheld/shared/agreement/fields';
import { such } from '@upheld/shared/agreement/rule';
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { DeskStatusError } from '../ask-desk.ts';
import type { AskJira } from './desk.ts';

const slasRule = such(
  'slas gives what a project calls its SLAs as our clocks',
  '{ Time to resolution: resolution }',
);

/** `slas` of a spec: what Jira calls them once a service project is made, unless it says otherwise. */
export const jiraSlas = z
  .record(z.string(), oneOf(vendorClockKinds), slasRule)
  .default({ 'Time to first response': 'first-response', 'Time to resolution': 'resolution' });

export type JiraSlas = z.output<typeof jiraSlas>;

const moment = z.object({ epochMillis: z.int() }).nullish();
const cycle = z.object({ startTime: moment, breachTime: moment, breached: z.boolean() });
const ongoing = cycle.extend({ paused: z.boolean() });
const sla = z.object({
  name: z.string(),
  completedCycles: z.array(cycle).default([]),
  ongoingCycle: ongoing.nullish(),
});
const answer = z.object({ values: z.array(z.unknown()) });

type Cycle = z.output<typeof cycle>;
type OngoingCycle = z.output<typeof ongoing>;
type Sla = z.output<typeof sla>;

/** The clocks of one issue. An issue that is no request of a service desk has none, and so has a stranger to it. */
export async function jiraClocks(
  ticket: string,
  key: string,
  slas: JiraSlas,
  ask: AskJira,
): Promise<VendorClock[]> {
  if (Object.keys(slas).length === 0) return [];
  const asked = { path: `servicedeskapi/request/${key}/sla`, query: { start: '0', limit: '50' } };
  try {
    const { value, at } = await ask(asked, z.unknown());
    return at === null ? [] : clocksIn(value, slas).map((clock) => ({ ticket, ...clock, readAt: at }));
  } catch (error) {
    if (error instanceof DeskStatusError && ![401, 429].includes(error.status)) return [];
    throw error;
  }
}

type Shown = Omit<VendorClock, 'ticket' | 'readAt'>;

/** One clock of each kind: the first SLA that is called so. */
function clocksIn(value: unknown, slas: JiraSlas): Shown[] {
  const kinds = new Map(Object.entries(slas));
  const clocks = new Map<VendorClock['kind'], Shown>();
  for (const item of answer.safeParse(value).data?.values ?? []) {
    const read = sla.safeParse(item);
    const kind = read.success ? kinds.get(read.data.name) : undefined;
    if (!read.success || kind === undefined || clocks.has(kind)) continue;
    const shown = clockOf(read.data, kind);
    if (shown !== null) clocks.set(kind, shown);
  }
  return [...clocks.values()];
}

/** Of updates the cycle that is under way counts, else the last; of the others the first, whatever begins anew. */
function clockOf({ completedCycles, ongoingCycle }: Sla, kind: VendorClock['kind']): Shown | null {
  const completed = completedCycles.toSorted((one, other) => startOf(one) - startOf(other));
  if (kind !== 'update' && completed[0] !== undefined) return over(completed[0], kind);
  if (ongoingCycle) return underWay(ongoingCycle, kind);
  const last = completed.at(-1);
  return last === undefined ? null : over(last, kind);
}

function underWay({ breached, paused, breachTime }: OngoingCycle, kind: VendorClock['kind']): Shown {
  if (paused && !breached) return { kind, state: 'paused', dueAt: null };
  return { kind, state: breached ? 'missed' : 'running', dueAt: breachTime?.epochMillis ?? null };
}

function over({ breached, breachTime }: Cycle, kind: VendorClock['kind']): Shown {
  return { kind, state: breached ? 'missed' : 'met', dueAt: breachTime?.epochMillis ?? null };
}

function startOf({ startTime }: Cycle): Instant {
  return startTime?.epochMillis ?? 0;
}
