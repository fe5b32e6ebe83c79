// Where a store's socket is.

/** Of an address that every system takes: macOS has room for 103 bytes, Linux for 107. */
export const longestAddress = 103;

/** Beside the store at `path`. */
export const socketOf = (path: string): string => `${path}.sock`;
