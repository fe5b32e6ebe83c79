import { worstVerdict } from '@upheld/shared/evaluation/worst';
import { describe, expect, it } from 'vitest';

describe('the worst verdict', () => {
  it('is missed before undetermined before met before excluded', () => {
    expect(worstVerdict(['excluded', 'met', 'undetermined', 'missed'])).toBe('missed');
    expect(worstVerdict(['excluded', 'met', 'undetermined'])).toBe('undetermined');
    expect(worstVerdict(['excluded', 'met'])).toBe('met');
    expect(worstVerdict(['excluded'])).toBe('excluded');
  });

  it('of nothing is excluded, because nothing was promised that counts', () => {
    expect(worstVerdict([])).toBe('excluded');
  });
});
