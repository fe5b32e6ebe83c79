// What `upheld doctor` can be asked for.
import { parseArgs } from 'node:util';

export const doctorUsage = `upheld doctor source NAME [--agreement NAME] [--config FOLDER]
  asks one source as the collector would, stores nothing, and says what will be counted`;

/** `folder` is null where the setting says it. */
export type Asked = { source: string; agreement: string | null; folder: string | null };

const options = { agreement: { type: 'string' }, config: { type: 'string' } } as const;

/** What was asked for, or what is wrong with it. */
export function readArguments(args: string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [what, source, ...rest] = positionals;
    if (what !== 'source') return 'say what to look at: source';
    if (source === undefined || rest.length > 0) return 'name one source';
    return { source, agreement: values.agreement ?? null, folder: values.config ?? null };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
