// Why a synchronisation of a ticket desk failed: one word, so that metrics can count by it.

/**
 * `unreachable`: no answer came. `refused`: the desk does not know us, or what it knows of us may not read it.
 * `slowed-down`: it is asked too often. `answer`: what it answered cannot be read. A closed list.
 */
export const syncFailureReasons = ['unreachable', 'refused', 'slowed-down', 'answer', 'other'] as const;

export type SyncFailureReason = (typeof syncFailureReasons)[number];
