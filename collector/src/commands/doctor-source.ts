// Finds the source that `upheld doctor` was asked about.
import type { Agreement, Source } from '@upheld/shared/agreement/agreement';
import { inForce } from '@upheld/shared/agreement/versions';
import type { Instant } from '@upheld/shared/time/instant';
import type { Asked } from './doctor-arguments.ts';
import { unknownAgreement } from './unknown-agreement.ts';

/** A source under the terms in force. */
export type Found = { ok: true; agreement: Agreement; source: Source };

/** The one source of that name; or why there is none, or not one, and the exit status. */
export function findSource(
  asked: Pick<Asked, 'source' | 'agreement'>,
  agreements: Agreement[],
  now: Instant,
): Found | { ok: false; status: 1 | 2; words: string } {
  const { agreement: wanted, source: name } = asked;
  if (wanted !== null && !agreements.some((agreement) => agreement.name === wanted)) {
    return { ok: false, status: 1, words: unknownAgreement(wanted, agreements) };
  }
  const sources = agreements
    .filter((agreement) => wanted === null || agreement.name === wanted)
    .map((agreement) => inForce(agreement, now))
    .flatMap((agreement) => agreement.sources.map((source) => ({ agreement, source })));
  const [found, ...others] = sources.filter(({ source }) => source.name === name);
  if (found === undefined) return { ok: false, status: 1, words: unknownSource(name, sources) };
  if (others.length === 0) return { ok: true, ...found };
  const names = [found, ...others].map(({ agreement }) => agreement.name).join(', ');
  const words = `several agreements have a source "${name}": ${names}; choose one with --agreement`;
  return { ok: false, status: 2, words };
}

function unknownSource(name: string, sources: { agreement: Agreement; source: Source }[]): string {
  const names = sources.map(({ agreement, source }) => `${agreement.name}/${source.name}`).join(', ');
  return `there is no source "${name}"; the sources are: ${names || 'none'}`;
}
