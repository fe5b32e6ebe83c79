// Whether a file leads only where this installation may go. The same policy is asked again at every
// connection; here it speaks of the literal addresses that a file writes, with their place in it.
import { readDocument } from '@upheld/shared/agreement/document-kinds';
import type { Kinds } from '@upheld/shared/agreement/kinds';
import { valueAt } from '@upheld/shared/agreement/paths';
import { such } from '@upheld/shared/agreement/rule';
import { bare, refusal } from '../egress/address-policy.ts';
import type { AllowedRange } from '../egress/address-policy.ts';
import { literalsIn } from '../egress/literals.ts';
import type { Literal } from '../egress/literals.ts';

/** What is said while nobody knows what settings allow: only what no setting opens. */
const everything: AllowedRange[] = [{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }];

/** The kinds, with specs that refuse addresses which the settings among `documents` leave closed. */
export function withinReach(kinds: Kinds, documents: readonly unknown[], complete: boolean): Kinds {
  const allow = allowedIn(documents, complete, kinds);
  const sources = kinds.sources.map((kind) => ({
    ...kind,
    spec: kind.spec.superRefine((spec, context) => {
      for (const literal of literalsIn(spec)) {
        const message = faultOf(literal, allow);
        if (message !== null) context.addIssue({ code: 'custom', path: literal.path, message });
      }
    }),
  }));
  return { ...kinds, sources };
}

/** `complete` is false when some documents could not be read: the settings may be among those. */
function allowedIn(documents: readonly unknown[], complete: boolean, kinds: Kinds): AllowedRange[] {
  const written = documents.filter((document) => valueAt(document, ['kind']) === 'Settings');
  if (written.length === 0) return complete ? [] : everything;
  const reads = written.map((document) => readDocument(document, kinds));
  return reads.flatMap((read) =>
    read.ok && read.value.kind === 'Settings' ? read.value.settings.egress.allow : everything,
  );
}

/** One address that may be reached is enough: which of them is meant is known when it is asked. */
function faultOf({ addresses, port }: Literal, allow: AllowedRange[]): string | null {
  const reasons = addresses.map((address) => refusalOf(address, port, allow));
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}

function refusalOf(address: string, port: number, allow: AllowedRange[]): string | null {
  const ownListeners = () => [];
  const reason = refusal(address, port, { allow, ownListeners });
  if (reason === null) return null;
  const isNever = refusal(address, port, { allow: everything, ownListeners }) !== null;
  return such(reason, isNever ? 'https://api.example.com/health' : opening(address, port));
}

function opening(address: string, port: number): string {
  const inside = bare(address);
  return `{ cidr: ${inside}/${inside.includes(':') ? 128 : 32}, ports: [${port}] }`;
}
