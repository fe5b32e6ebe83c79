import type { FullAgreement } from '@upheld/shared/agreement/document';
import { readFolder } from '@upheld/shared/agreement/read-folder';
import { describe, expect, it } from 'vitest';
import {
  agreementDocument,
  amendmentDocument,
  exclusionDocument,
  kinds,
  matrix,
  objective,
  signature,
} from './builder.ts';

/** The faults of every document as `path: got; rule`. */
function faultsOf(...documents: unknown[]): string[] {
  const { faults } = readFolder(documents, true, kinds);
  return faults.flat().map(({ path, got, rule }) => `${path.join('.')}: ${got}; ${rule}`);
}

/** The agreement `acme` of a folder without faults. */
function agreementIn(...documents: unknown[]): FullAgreement {
  expect(faultsOf(...documents)).toEqual([]);
  for (const record of readFolder(documents, true, kinds).records) {
    if (record.kind === 'Agreement') return record.agreement;
  }
  throw new Error('no agreement is in this folder');
}

/** The terms that these changes make of an agreement with an objective and a matrix. */
function amendedBy(changes: Record<string, unknown>[], spec: Record<string, unknown> = {}) {
  const signed = { objectives: [objective()], support: [matrix()], ...spec };
  const [version] = agreementIn(agreementDocument(signed), amendmentDocument(changes)).amended;
  if (version === undefined) throw new Error('the amendment does not act');
  return version.terms;
}

const target = (from: string, to: string) => ({ path: 'objectives.uptime.objective.target', from, to });
const on = (from: string) => ({ effective: { from } });
const signed = agreementDocument({ objectives: [objective()] });
const first = amendmentDocument([target('99.9%', '99.95%')], on('2026-07-16'), 'acme-a1');
const second = amendmentDocument([target('99.95%', '99.99%')], on('2026-09-01'), 'acme-a2');

const targets = ({ amended }: FullAgreement) =>
  amended.map(({ name, terms }) => [name, terms.objectives[0]?.objective.target]);

describe('the amendments of an agreement', () => {
  it('are none where there is none', () => {
    expect(agreementIn(signed).amended).toEqual([]);
  });

  it('build on each other by their dates, in whatever order the folder holds them', () => {
    const orders = [
      [signed, first, second],
      [second, first, signed],
      [first, signed, second],
    ];
    for (const documents of orders) {
      expect(targets(agreementIn(...documents))).toEqual([
        ['acme-a1', '99.95%'],
        ['acme-a2', '99.99%'],
      ]);
    }
  });

  it('leave the terms that were signed as they are', () => {
    const agreement = agreementIn(signed, first);
    expect(agreement.objectives[0]?.objective.target).toBe('99.9%');
    expect(agreement.amended[0]?.terms).not.toHaveProperty('amended');
  });

  it('of one date build on each other by name, as long as they change different things', () => {
    const weight = amendmentDocument([{ path: 'objectives.uptime.weight', from: 1, to: 2 }], {}, 'acme-a0');
    const agreement = agreementIn(first, signed, weight);
    expect(agreement.amended.map(({ name, terms: { objectives } }) => [name, objectives[0]?.weight])).toEqual(
      [
        ['acme-a0', 2],
        ['acme-a1', 2],
      ],
    );
    expect(targets(agreement)[1]).toEqual(['acme-a1', '99.95%']);
  });

  it('act once every party has signed, and until then change nothing', () => {
    const half = amendmentDocument([target('99.9%', '99.95%')], { signatures: [signature('us')] });
    const nobody = amendmentDocument([target('99.9%', '99.99%')], { signatures: [] }, 'acme-a2');
    expect(agreementIn(signed, half, nobody).amended).toEqual([]);
  });

  it('are checked before they are signed', () => {
    const draft = amendmentDocument([target('99%', '99.95%')], { signatures: [] });
    expect(faultsOf(signed, draft)).toHaveLength(1);
  });

  it('are not checked behind one with a fault, because what they would change is not known', () => {
    const wrong = amendmentDocument([target('99%', '99.95%')], on('2026-07-16'), 'acme-a1');
    expect(faultsOf(signed, wrong, second)).toHaveLength(1);
    const unreadable = amendmentDocument([], on('2026-07-16'), 'acme-a1');
    expect(faultsOf(signed, unreadable, second)).toHaveLength(1);
  });

  it('do not stop the amendments of another agreement', () => {
    const other = agreementDocument({ objectives: [objective()] }, 'beta');
    const wrong = amendmentDocument([target('99%', '99.95%')], { agreement: 'beta' }, 'beta-a1');
    const { records } = readFolder([other, wrong, signed, first], true, kinds);
    const amended = records.flatMap((record) =>
      record.kind === 'Agreement' ? [[record.agreement.name, record.agreement.amended.length]] : [],
    );
    expect(amended).toEqual([
      ['beta', 0],
      ['acme', 1],
    ]);
  });
});

describe('the instant from which an amendment counts', () => {
  it.each([
    ['Berlin in summer', 'Europe/Berlin', '2026-07-16', '2026-07-15T22:00:00Z'],
    ['Cairo, where that night has no midnight', 'Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'],
    ['Beirut, where that night has no midnight', 'Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00Z'],
    ['Havana, where midnight comes twice', 'America/Havana', '2026-11-01', '2026-11-01T04:00:00Z'],
    ['Apia, which left that date out', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
  ])('is the first of its date: %s', (_, timeZone, date, instant) => {
    const agreement = agreementDocument({
      ...{ timeZone, effective: { from: '2011-01-01' } },
      objectives: [objective()],
    });
    const amendment = amendmentDocument([target('99.9%', '99.95%')], on(date));
    const [version] = agreementIn(agreement, amendment).amended;
    expect(new Date(version?.from ?? NaN).toISOString()).toBe(instant.replace('Z', '.000Z'));
  });

  it.each(['2026-01-01', '2028-12-31'])('may be the first or the last date of the agreement: %s', (date) => {
    const agreement = agreementDocument({
      effective: { from: '2026-01-01', until: '2028-12-31' },
      objectives: [objective()],
    });
    const amendment = amendmentDocument([target('99.9%', '99.95%')], on(date));
    expect(agreementIn(agreement, amendment).amended).toHaveLength(1);
  });

  it('may lie behind the date on which the agreement was to end, once that was put off', () => {
    const agreement = agreementDocument({
      effective: { from: '2026-01-01', until: '2026-12-31' },
      objectives: [objective()],
    });
    const longer = { path: 'effective.until', from: '2026-12-31', to: '2027-12-31' };
    const putOff = amendmentDocument([longer], on('2026-07-16'), 'acme-a1');
    const late = amendmentDocument([target('99.9%', '99.95%')], on('2027-03-01'), 'acme-a2');
    expect(agreementIn(agreement, putOff, late).amended).toHaveLength(2);
    expect(faultsOf(agreement, late)).toHaveLength(1);
  });
});

describe('a change', () => {
  it('of a default quotes the default, as if the file had it', () => {
    const terms = amendedBy([
      { path: 'objectives.uptime.noData.coverageFloor', from: '95%', to: '90%' },
      { path: 'sources.api.retry.attempts', from: 1, to: 2 },
      { path: 'support.issues.severities.1.target', from: '100%', to: '95%' },
      { path: 'governance.closeAfter', from: '5bd', to: '10bd' },
    ]);
    expect(terms.objectives[0]?.noData).toEqual({ notMeasured: 'undetermined', coverageFloor: '90%' });
    expect(terms.sources[0]?.retry).toEqual({ attempts: 2, delay: '5s' });
    expect(terms.support[0]?.severities[0]).toMatchObject({ target: '95%', firstResponse: '2h' });
    expect(terms.governance).toMatchObject({ closeAfter: '10bd', disputeWithin: '30d' });
  });

  it('of a part quotes it as it is written or with its defaults, keys in any order', () => {
    const to = { op: '>=', target: '99.95%' };
    for (const from of [
      { target: '99.9%', op: '>=' },
      { op: '>=', target: '99.9%', timeSliceTarget: '50%' },
      { op: '>=', target: '99.9%', critical: null },
    ]) {
      const terms = amendedBy([{ path: 'objectives.uptime.objective', from, to }]);
      expect(terms.objectives[0]?.objective).toEqual({ ...to, timeSliceTarget: '50%' });
    }
  });

  it('without from adds to mappings and lists, to those too that the file leaves out', () => {
    const terms = amendedBy([
      {
        path: 'calendars.business',
        to: { timeZone: 'Europe/Berlin', weekly: { 'mon-fri': ['09:00-17:00'] } },
      },
      { path: 'objectives.errors', to: objective({ name: 'errors', calendar: 'business' }) },
      { path: 'support.issues.severities.2', to: { level: 2, name: 'High', firstResponse: '8h' } },
      { path: 'kpis.nps', to: { name: 'nps', target: { op: '>=', value: 40 }, every: '1Q', from: 'manual' } },
      { path: 'objectives.uptime.objective.critical', to: '99%' },
      { path: 'objectives.uptime.indicator.sources.file', to: 'file' },
    ]);
    expect(terms.objectives.map(({ name, calendar }) => [name, calendar])).toEqual([
      ['uptime', 'always'],
      ['errors', 'business'],
    ]);
    expect(terms.calendars['business']?.weekly.fri).toEqual(['09:00-17:00']);
    expect(terms.support[0]?.severities.map(({ level }) => level)).toEqual([1, 2]);
    expect(terms.kpis.map(({ name }) => name)).toEqual(['nps']);
    expect(terms.objectives[0]?.objective.critical).toBe('99%');
    expect(terms.objectives[0]?.indicator.sources).toEqual(['api', 'file']);
  });

  it('without to removes, and where there is a default it stands again', () => {
    const terms = amendedBy(
      [
        { path: 'objectives.uptime.weight', from: 3 },
        { path: 'sources.file', from: { name: 'file', type: 'file' } },
        { path: 'objectives.uptime.indicator.sources.file', from: 'file' },
        { path: 'objectives.uptime.reading', from: 'Minutes.', to: null },
      ],
      {
        objectives: [
          objective({
            ...{ weight: 3, reading: 'Minutes.' },
            indicator: { type: 'availability', sources: ['api', 'file'] },
          }),
        ],
      },
    );
    expect(terms.objectives[0]).toMatchObject({ weight: 1, reading: null, indicator: { sources: ['api'] } });
    expect(terms.sources.map(({ name }) => name)).toEqual(['api', 'desk']);
  });

  it('finds items by their own names, and keys in the words of the file or day by day', () => {
    const calendars = {
      business: {
        timeZone: 'Europe/Berlin',
        weekly: { 'mon-fri': ['09:00-17:00'] },
        holidays: [{ date: '2026-12-25', name: 'Christmas' }, { date: '2026-12-26' }],
      },
    };
    const holiday = { path: 'calendars.business.holidays.2026-12-25', from: calendars.business.holidays[0] };
    const week = { path: 'calendars.business.weekly.mon-fri', from: ['09:00-17:00'], to: ['08:00-16:00'] };
    const friday = { path: 'calendars.business.weekly.fri', from: ['09:00-17:00'], to: ['09:00-12:00'] };
    expect(amendedBy([holiday, week], { calendars }).calendars['business']).toMatchObject({
      weekly: { mon: ['08:00-16:00'], fri: ['08:00-16:00'] },
      holidays: [{ date: '2026-12-26' }],
    });
    expect(amendedBy([friday], { calendars }).calendars['business']?.weekly).toMatchObject({
      ...{ mon: ['09:00-17:00'], thu: ['09:00-17:00'], fri: ['09:00-12:00'] },
    });
  });

  it('of one of the triggers that every agreement has leaves the others', () => {
    const names = (terms: { triggers: { name: string }[] }) => terms.triggers.map(({ name }) => name);
    const before = names(agreementIn(agreementDocument({ objectives: [objective()] })));
    const terms = amendedBy([{ path: 'triggers.missed.then.class', to: 'major' }]);
    expect(names(terms)).toEqual(before);
    expect(terms.triggers.find(({ name }) => name === 'missed')?.then).toEqual({ class: 'major' });
  });

  it('may bring what an exclusion names', () => {
    const source = { name: 'orders', type: 'probe', spec: { url: 'https://a.example' } };
    const brought = amendmentDocument([{ path: 'sources.orders', to: source }]);
    const exclusion = exclusionDocument({ sources: ['orders'] });
    expect(faultsOf(signed, exclusion, brought)).toEqual([]);
    expect(faultsOf(signed, exclusion)).toHaveLength(1);
  });
});

describe('what amendments leave as it is', () => {
  it('is the period of a promise, even of one that was gone meanwhile', () => {
    const away = amendmentDocument(
      [{ path: 'objectives.uptime', from: objective() }],
      on('2026-07-16'),
      'a1',
    );
    const back = (period: string) =>
      amendmentDocument([{ path: 'objectives.uptime', to: objective({ period }) }], on('2026-08-16'), 'a2');
    expect(agreementIn(signed, away, back('month')).amended).toHaveLength(2);
    expect(faultsOf(signed, away, back('quarter'))).toEqual([
      'spec.changes.0.path: "objectives.uptime"; a promise keeps its period; remove it and promise another under a name of its own, such as { path: objectives.uptime-2, to: { name: uptime-2, ... } }',
    ]);
  });

  it('is who the parties are, also where the list is changed as a whole', () => {
    const parties = (...ids: string[]) =>
      ids.map((id) => ({
        id,
        name: id,
        people: { accountable: { name: 'Ina Weiss', email: 'ina@us.example' } },
      }));
    const change = { path: 'parties', from: parties('us', 'acme'), to: parties('us', 'globex') };
    const rule = 'an amendment keeps both parties and their ids; conclude a new agreement, such as acme-2';
    expect(faultsOf(agreementDocument(), amendmentDocument([change]))).toEqual([
      `spec.changes.0.path: "parties"; ${rule}`,
    ]);
    const people = { path: 'parties.acme.people.accountable.name', from: 'Ina Weiss', to: 'Tom Falk' };
    expect(amendedBy([people]).parties[1]?.people.accountable.name).toBe('Tom Falk');
  });
});

describe('the faults of what an amendment makes', () => {
  it('are told at the change that brings them, deep inside what it wrote', () => {
    const to = objective({ name: 'errors', objective: { op: '>=', target: '999%' } });
    expect(faultsOf(signed, amendmentDocument([{ path: 'objectives.errors', to }]))).toEqual([
      'spec.changes.0.to.objective.target: 999%; a target is between 0% and 100%, such as 99.9%',
    ]);
  });

  it('are told at the amendment where no change alone brings them', () => {
    const calendars = { business: { timeZone: 'UTC', weekly: { mon: ['09:00-17:00'] } } };
    const errors = objective({ name: 'errors', calendar: 'business' });
    const changes = [
      { path: 'calendars.business', from: calendars.business },
      { path: 'objectives.errors', to: errors },
    ];
    // Alone the first is harmless and the second sound: the fault stands where it was written.
    expect(faultsOf(agreementDocument({ calendars }), amendmentDocument(changes))).toEqual([
      'spec.changes.1.to.calendar: "business"; only always is known here, such as always',
    ]);
  });
});
