// The agreement that a request names.
import type { FullAgreement } from '@upheld/shared/agreement/document';
import { ProblemError } from './problem.ts';
import type { Readers } from './readers.ts';

/** The agreement of that name; else a 404 that names those there are. */
export function findAgreement(readers: Readers, id: string): FullAgreement {
  const agreements = readers.agreements();
  const agreement = agreements.find(({ name }) => name === id);
  if (agreement !== undefined) return agreement;
  const names = agreements.map(({ name }) => name).join(', ') || 'none yet';
  throw new ProblemError(404, `There is no agreement "${id}"; the agreements are: ${names}`);
}
