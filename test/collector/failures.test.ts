import { describe, expect, it } from 'vitest';
import { reportFailures } from '@upheld/collector/failures';

/** Failures and the lines that they came to. */
function scene() {
  const lines: unknown[] = [];
  const write = (line: unknown) => void lines.push(line);
  return { lines, failures: reportFailures({ error: write, info: write }) };
}

const full = new Error('the disk is full');

describe('failures', () => {
  it('are said once while they stay the same', () => {
    const { lines, failures } = scene();
    for (let second = 0; second < 60; second++) failures.failed('store', full);
    expect(lines).toEqual([{ event: 'failed', what: 'store', err: full }]);
  });

  it('are said again when their words change', () => {
    const { lines, failures } = scene();
    failures.failed('store', full);
    failures.failed('store', new Error('the disk is gone'));
    expect(lines).toHaveLength(2);
  });

  it('are said once each where two words take turns', () => {
    const { lines, failures } = scene();
    for (const words of ['got status 401', 'no token', 'got status 401', 'no token']) {
      failures.failed('measuring acme/api', words);
    }
    expect(lines).toHaveLength(2);
  });

  it('are remembered by their last ten words, so that a failure whose words never end stays small', () => {
    const { lines, failures } = scene();
    for (let attempt = 1; attempt <= 11; attempt += 1) failures.failed('store', `attempt ${attempt}`);
    failures.failed('store', 'attempt 2');
    expect(lines).toHaveLength(11);
    failures.failed('store', 'attempt 1');
    expect(lines).toHaveLength(12);
  });

  it('of different things are said apart', () => {
    const { lines, failures } = scene();
    failures.failed('store', full);
    failures.failed('acme', full);
    expect(lines).toHaveLength(2);
  });

  it('are over when the thing works again, and new when it fails once more', () => {
    const { lines, failures } = scene();
    failures.failed('store', full);
    failures.worked('store');
    failures.worked('store');
    failures.failed('store', full);
    expect(lines).toEqual([
      { event: 'failed', what: 'store', err: full },
      { event: 'works-again', what: 'store' },
      { event: 'failed', what: 'store', err: full },
    ]);
  });

  it('that are no errors are said all the same', () => {
    const { lines, failures } = scene();
    failures.failed('store', 'gone');
    expect(lines).toEqual([{ event: 'failed', what: 'store', err: 'gone' }]);
  });
});
