// Records that nobody queries by their parts (a sample's detail, a trigger's evidence) are kept as JSON.

/**
 * Reads back what this store wrote. The type is the writer's own: the column has no other writer, and the
 * text comes from `JSON.stringify` of a `T`, so it is not checked again.
 */
export const storedJson = <T>(text: string): T => JSON.parse(text) as T;
