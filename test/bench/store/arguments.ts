// What of the bench is asked for: all of it unless the command line says less.
import { parseArgs } from 'node:util';

const parts = ['rates', 'statements', 'collectors'] as const;
const engines = ['sqlite', 'postgres'] as const;

export type Asked = {
  parts: readonly (typeof parts)[number][];
  engines: readonly (typeof engines)[number][];
  /** Small enough to see in a minute that all of it works; its figures say little. */
  isQuick: boolean;
};

export function readArguments(args: string[]): Asked {
  const options = {
    only: { type: 'string', default: parts.join() },
    on: { type: 'string', default: engines.join() },
    quick: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args, options });
  const chosen = <Name extends string>(names: readonly Name[], list: string): Name[] => {
    const unknown = list.split(',').filter((name) => !names.some((each) => each === name));
    if (unknown.length > 0) throw new RangeError(`got ${unknown.join(', ')}; there are ${names.join(', ')}`);
    return names.filter((name) => list.split(',').includes(name));
  };
  return { parts: chosen(parts, values.only), engines: chosen(engines, values.on), isQuick: values.quick };
}
