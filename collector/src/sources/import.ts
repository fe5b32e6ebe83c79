// The `import` source kind: never polled. Its facts come from files (`upheld import`); `every` tells the
// cadence that coverage and holds are judged by.
import type { SourceSchema } from '@upheld/shared/agreement/kinds';
import { part } from '@upheld/shared/agreement/part';

/** `spec` is empty and may be left out. */
export const importSource: SourceSchema = {
  type: 'import',
  spec: part('the spec of an import source is empty', '{}', {}).prefault({}),
  feeds: 'any',
};
