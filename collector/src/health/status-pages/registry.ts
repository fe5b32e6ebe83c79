// Which formats of status pages there are, in the order in which a page of unknown format is tried.
import type { StatusReport } from '@upheld/shared/facts/status-report';
import { betterStack } from './better-stack.ts';
import type { StatusPageFormat } from './format.ts';
import { instatus } from './instatus.ts';
import { statusIo } from './status-io.ts';
import { statuspage } from './statuspage.ts';

const formats: readonly StatusPageFormat[] = [statuspage, instatus, betterStack, statusIo];

/** The values of a spec's `format`; `auto` takes the first that knows the document. */
export const statusPageFormats = ['auto', 'statuspage', 'instatus', 'better-stack', 'status-io'] as const;

/** What the page says; null when it is a page of another format, or of none. */
export function readStatusPage(
  format: (typeof statusPageFormats)[number],
  document: unknown,
  component: string | null,
): StatusReport | null {
  for (const { name, read } of formats) {
    const report = format === 'auto' || format === name ? read(document, component) : null;
    if (report !== null) return report;
  }
  return null;
}
