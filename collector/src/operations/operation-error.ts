// Why an operation on a whole store was not carried out, in words for the operator.

export class OperationError extends Error {
  override name = 'OperationError';
}

/** The words for an operator; null for an error that is a defect of ours. */
export function wordsOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const isExpected = error instanceof OperationError || error.name === 'StoreError' || 'syscall' in error;
  return isExpected ? error.message : null;
}
