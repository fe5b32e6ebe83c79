import { describe, expect, it } from 'vitest';
import { jsonHttp } from '@upheld/collector/connectors/json-http';
import { SyncError } from '@upheld/collector/connectors/connector';
import { pageReader } from '@upheld/collector/tickets/json-page';

describe('an answer of a desk that speaks JSON', () => {
  const at = Date.UTC(2026, 6, 1, 9);
  const answer = {
    events: Array.from({ length: 5_000 }, (_, id) => ({ ticket: String(id), at, type: 'resolved' })),
    cursor: 7,
    more: true,
  };
  const terms = (change: object = {}) => jsonHttp.spec.parse({ url: 'https://desk.example.com', ...change });
  /** Looks through all events for each of them: 25 million looks. */
  const joined = { items: { jmespath: 'let $all = events in events[?length($all[?at == `-1`]) > `0`]' } };

  it('is read with its cursor as text, and with whether more follows', () => {
    const { events, ...page } = pageReader(terms())(answer);
    expect(page).toEqual({ size: 5_000, cursor: '7', follows: true });
    expect(events).toHaveLength(5_000);
    expect(events[4_999]).toEqual({ ticket: '4999', at, type: 'resolved' });
  });

  it('is a SyncError where it takes too long to read, which ends the reading', () => {
    expect(() => pageReader(terms(joined), 50)(answer)).toThrow(
      new SyncError(
        "the desk's answer takes more than 0.05 s to read; ask for smaller pages, or write simpler expressions",
      ),
    );
  });
});
