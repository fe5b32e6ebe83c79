import { describe, expect, it } from 'vitest';
import { questionOf } from '../../../dashboard/src/lib/pages/what-if-form.ts';
import { whatIfPage } from '../../../dashboard/src/lib/pages/what-if.ts';
import { northwindObjective } from '../../fixtures/api/northwind.ts';
import type { Shown } from '../../fixtures/api/northwind.ts';
import { whatIfAnswer } from '../../fixtures/api/questions.ts';

function page(name: string, refused: string | null = null, query = '', shown: Shown = '2026-Q3') {
  const response = northwindObjective(shown, name);
  if (response === null) throw new Error(`no promise ${name}`);
  return whatIfPage(response, new URLSearchParams(query), { answer: null, refused });
}

const fields = (name: string, shown: Shown = '2026-Q3') =>
  page(name, null, '', shown).fields.map((field) => field.name);
const faults = (refused: string) =>
  Object.fromEntries(
    page('uptime', refused).fields.flatMap(({ name, fault }) => (fault === null ? [] : [[name, fault]])),
  );

describe('the form', () => {
  it('asks for what the promise has and for nothing else', () => {
    expect(fields('uptime')).toEqual(['target', 'calendar', 'exclusions', 'notMeasured', 'last']);
    expect(fields('api-latency')).toEqual(['target', 'threshold', 'calendar', 'exclusions', 'last']);
    expect(fields('error-rate')).toEqual(['target', 'calendar', 'exclusions', 'last']);
    expect(fields('partner-issues-severity-2-resolution')).toEqual([
      'target',
      'threshold',
      'calendar',
      'last',
    ]);
    expect(fields('capacity', '2026')).toEqual([]);
  });

  it('says how each term is now and keeps what was asked', () => {
    const [target, threshold] = page('api-latency', null, 'target=99%25').fields;
    expect(target).toMatchObject({ hint: 'now 95%', value: '99%' });
    expect(threshold).toMatchObject({ label: 'Threshold', hint: 'now 200ms', value: '' });
  });

  it('puts each fault beside its field, without the example of an address', () => {
    expect(
      faults(
        'target: got "999%"; a target is between 0% and 100%, such as 99.9%; notMeasured: got "x"; one of good, bad, undetermined; such as ?target=99.95%25&last=4',
      ),
    ).toEqual({
      target: 'got "999%"; a target is between 0% and 100%, such as 99.9%',
      notMeasured: 'got "x"; one of good, bad, undetermined',
    });
    expect(faults('acme has no calendar "x"; its calendars are: always')).toHaveProperty('calendar');
    expect(faults('got 40; how many periods is a whole number from 1 to 36, such as 4')).toHaveProperty(
      'last',
    );
  });

  it('puts a fault of the number of periods beside its field, whoever found it', () => {
    expect(faults('last: got "x"; how many periods, from 1 to 36; such as ?target=99.95%25&last=4')).toEqual({
      last: 'got "x"; how many periods, from 1 to 36',
    });
  });

  it('shows a fault that is about no field above them all', () => {
    const { fault, fields: shown } = page('uptime', 'no month of acme has ended yet');
    expect(fault).toBe('no month of acme has ended yet');
    expect(shown.every((field) => field.fault === null)).toBe(true);
  });
});

describe('the question', () => {
  it('leaves out what was left empty', () => {
    expect(questionOf(new URLSearchParams('target=+99.5%25+&threshold=&calendar=&other=1'))?.toString()).toBe(
      'target=99.5%25',
    );
  });

  it('is none where nothing is imagined otherwise', () => {
    expect(questionOf(new URLSearchParams('target=&last=4'))).toBeNull();
  });
});

describe('the answer', () => {
  it('says how many verdicts would have been others and shows both, period by period', () => {
    const response = northwindObjective('2026-Q3', 'uptime');
    if (response === null) throw new Error('the fixture has uptime');
    const { whatIf } = whatIfAnswer(response, '50%');
    const { answer } = whatIfPage(response, new URLSearchParams('target=50%25'), {
      answer: whatIf,
      refused: null,
    });
    expect(answer?.headline).toBe(
      'With a target of at least 50 %, 2 of 3 verdicts would have been others for uptime.',
    );
    expect(
      answer?.rows.map(({ period, was, would, differs }) => [period, was.verdict, would.verdict, differs]),
    ).toEqual([
      ['July 2026', 'met', 'met', false],
      ['August 2026', 'missed', 'met', true],
      ['September 2026', 'undetermined', 'met', true],
    ]);
  });
});
