// Why an hour of counted traffic was not read. Such an hour has no slice: it is a hole until it is asked for
// again and answered.
import { badReasons, unmeasuredReasons } from './sample.ts';

/**
 * Beside the reasons that probes have: `query` (what was asked cannot be answered), `partial` (the answer says
 * that something was out of reach), `series` (not the one number that an hour has). A closed list.
 */
export const unreadReasons = [...badReasons, ...unmeasuredReasons, 'query', 'partial', 'series'] as const;

export type UnreadReason = (typeof unreadReasons)[number];
