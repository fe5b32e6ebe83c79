// The states that a minute of a target can be in (measurement.md section 2).

/** The codes of a column of minute states. */
export const minuteState = { unmeasured: 0, good: 1, bad: 2 } as const;
