// What a command says when it is asked for an agreement that is not there.
import type { Agreement } from '@upheld/shared/agreement/agreement';

export function unknownAgreement(name: string, agreements: readonly Agreement[]): string {
  const names = agreements.map((agreement) => agreement.name).join(', ') || 'none';
  return `there is no agreement "${name}"; the agreements are: ${names}`;
}
