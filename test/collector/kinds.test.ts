import { kinds } from '@upheld/collector/kinds';
import { describe, expect, it } from 'vitest';

/** These wait for somebody who calls, or for a person with a file. */
const asksNobody = ['csv', 'heartbeat', 'import'];

describe('every kind of source that asks somebody', () => {
  it.each(kinds.sources.filter(({ type }) => !asksNobody.includes(type)))(
    'waits five minutes for an answer at most: $type',
    ({ spec }) => {
      const rulesOf = (timeout: string) =>
        (spec.safeParse({ timeout }).error?.issues ?? [])
          .filter(({ path }) => path.join('.') === 'timeout')
          .map(({ message }) => message.replace(/ \d+s$/, ' ...'));
      expect(rulesOf('5m')).toEqual([]);
      // A timer of Node's ends at once after 2^31 ms, which are 24.8 days.
      expect(rulesOf('25d')).toEqual(['a timeout is at most 5m, such as ...']);
    },
  );
});
