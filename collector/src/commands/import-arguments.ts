// What `upheld import` can be asked for.
import { parseArgs } from 'node:util';
import type { Instant } from '@upheld/shared/time/instant';
import { instant } from '../csv/fields.ts';
import { loadTestExample } from '../imports/load-test-file.ts';
import { sampleColumns } from '../imports/samples.ts';
import { ticketColumns } from '../imports/tickets.ts';

export const importUsage = `upheld import samples|tickets FILE --agreement NAME
       upheld import load-test FILE --agreement NAME --objective NAME [--at INSTANT]
  - reads standard input. What is stored already is passed over. Samples and tickets are CSV with a header.
  samples: ${columnList(sampleColumns)}
  tickets: ${columnList(ticketColumns)}
  load-test: the JSON summary of k6 with --at, when the test ended, or
    ${loadTestExample}`;

export type Asked = { file: string; agreement: string } & (
  { facts: 'samples' | 'tickets' } | { facts: 'load-test'; objective: string; at: Instant | null }
);

const facts = ['samples', 'tickets', 'load-test'] as const;

const options = {
  agreement: { type: 'string' },
  objective: { type: 'string' },
  at: { type: 'string' },
} as const;

/** What was asked for, or what is wrong with it. */
export function readArguments(args: string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [first, file, ...rest] = positionals;
    const { agreement, objective, at } = values;
    const kind = facts.find((each) => each === first);
    if (kind === undefined) return 'say what to import, samples, tickets or load-test';
    if (file === undefined || rest.length > 0) return 'name one file';
    if (agreement === undefined) return '--agreement is missing';
    if (kind === 'load-test') return readLoadTestArguments({ file, agreement, objective, at });
    if (objective !== undefined || at !== undefined) return '--objective and --at are for load-test only';
    return { facts: kind, file, agreement };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readLoadTestArguments(given: {
  file: string;
  agreement: string;
  objective: string | undefined;
  at: string | undefined;
}): Asked | string {
  const { file, agreement, objective } = given;
  if (objective === undefined) return '--objective is missing';
  if (given.at === undefined) return { facts: 'load-test', file, agreement, objective, at: null };
  const at = instant.safeParse(given.at);
  if (!at.success) return `--at: got ${given.at}; ${at.error.issues[0]?.message}`;
  return { facts: 'load-test', file, agreement, objective, at: at.data };
}

function columnList({
  required,
  optional,
}: {
  required: readonly string[];
  optional: readonly string[];
}): string {
  return `columns ${required.join(', ')}; optional ${optional.join(', ')}`;
}
