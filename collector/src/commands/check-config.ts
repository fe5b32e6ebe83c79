// `upheld check-config`: every fault of a folder, or that there is none.
import { parseArgs } from 'node:util';
import type { Kinds } from '@upheld/shared/agreement/kinds';
import type { Configuration } from '../config/configuration.ts';
import { effectiveYaml } from '../config/effective.ts';
import { faultLine } from '../config/fault.ts';
import { loadConfiguration } from '../config/load.ts';
import { amendmentList } from './amendment-list.ts';
import { warningReport } from './warning-report.ts';

export type CheckConfigParts = {
  kinds: Kinds;
  /** The folder that is checked when none is named. */
  folder: string;
  now(): number;
  write(text: string): void;
  writeError(text: string): void;
};

export const checkConfigUsage = 'upheld check-config [FOLDER] [--effective]';

/** Exit status 0 when all is good; 1 when there are faults; 2 when asked wrongly. */
export async function checkConfig(args: string[], parts: CheckConfigParts): Promise<number> {
  const asked = readArguments(args, parts.folder);
  if (typeof asked === 'string') return fail(parts, 2, [asked, `usage: ${checkConfigUsage}`]);
  const loaded = await loadConfiguration(asked.folder, parts.kinds);
  const { warnings } = loaded;
  if (!loaded.ok) {
    const faults = [...loaded.faults.map(faultLine), counted(loaded.faults.length, 'fault')];
    return fail(parts, 1, warnings.length === 0 ? faults : [...faults, '', ...warningReport(warnings)]);
  }
  const { configuration } = loaded;
  for (const line of warningReport(warnings)) parts.writeError(`${line}\n`);
  parts.write(
    asked.effective
      ? effectiveYaml(configuration, parts.kinds, parts.now())
      : `${[summary(configuration, warnings.length), ...amendmentList(configuration, parts.now())].join('\n')}\n`,
  );
  return 0;
}

type Asked = { folder: string; effective: boolean };

function readArguments(args: string[], fallback: string): Asked | string {
  const options = { effective: { type: 'boolean', default: false } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [folder = fallback, ...rest] = positionals;
    return rest.length > 0 ? 'name one folder' : { folder, effective: values.effective };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function summary({ agreements, amendments, exclusions }: Configuration, warnings: number): string {
  const verdict = warnings === 0 ? 'all good' : `no fault, ${counted(warnings, 'warning')}`;
  const counts = [
    counted(agreements.length, 'agreement'),
    counted(amendments.length, 'amendment'),
    counted(exclusions.length, 'exclusion'),
  ];
  return `${counts.join(', ')}: ${verdict}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function fail({ writeError }: CheckConfigParts, status: number, lines: string[]): number {
  writeError(`${lines.join('\n')}\n`);
  return status;
}
