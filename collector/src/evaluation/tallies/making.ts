// Days that are being tallied: whoever judges the same facts meanwhile reads them, and leaves tallying them to the first.
import type { Instant } from '@upheld/shared/time/instant';
import type { SourceKey } from '../../store/store.ts';
import type { TalliedDay } from './cover.ts';

export type Making = {
  /** Those of the days that nobody tallies yet; whoever asked does from now on. */
  claim(source: SourceKey, days: TalliedDay[]): TalliedDay[];
  /** Nobody tallies what was claimed any more, whether that was kept or not. */
  release(): void;
};

/** Gives each evaluation its own claims on days that all of them share. */
export function createMaking(): () => Making {
  const claimed = new Set<string>();
  return () => {
    const own: string[] = [];
    return {
      claim: ({ agreement, source }, days) =>
        days.filter(({ day }) => {
          const key = keyOf(agreement, source, day);
          if (claimed.has(key)) return false;
          claimed.add(key);
          own.push(key);
          return true;
        }),
      release: () => own.forEach((key) => claimed.delete(key)),
    };
  };
}

function keyOf(agreement: string, source: string, day: Instant): string {
  return JSON.stringify([agreement, source, day]);
}
