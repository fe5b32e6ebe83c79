// The pages are written from the formats' own documentation (prometheus.md section 5).
import { describe, expect, it } from 'vitest';
import { readStatusPage, statusPageFormats } from '@upheld/collector/health/status-pages/registry';

const read = (document: unknown, component: string | null = null) =>
  readStatusPage('auto', document, component);

const may10 = Date.UTC(2026, 4, 10, 20);
const may10Later = Date.UTC(2026, 4, 10, 22);

const atlassian = {
  page: { id: 'kctbh9', name: 'Lumen', time_zone: 'Etc/UTC' },
  status: { indicator: 'minor', description: 'Partial System Outage' },
  components: [
    { id: 'c1', name: 'API', status: 'operational' },
    { id: 'c2', name: 'Dashboard', status: 'partial_outage' },
    { id: 'c3', name: 'Mail', status: 'enchanted' },
  ],
  scheduled_maintenances: [
    {
      id: 'm1',
      name: 'Database upgrade',
      status: 'scheduled',
      scheduled_for: '2026-05-10T16:00:00.000-04:00',
      scheduled_until: '2026-05-10T18:00:00.000-04:00',
      components: [{ id: 'c1', name: 'API' }],
    },
    { id: 'm2', name: 'Done', status: 'completed', scheduled_for: '2026-05-01T00:00:00Z' },
  ],
};

const instatus = {
  page: { name: 'Lumen', url: 'https://lumen.instatus.com', status: 'UNDERMAINTENANCE' },
  activeMaintenances: [
    {
      name: 'Cables',
      start: '2026-05-10T20:00:00.000Z',
      status: 'INPROGRESS',
      duration: '120',
      url: 'https://lumen.instatus.com/cables',
    },
  ],
};

const betterStack = {
  data: { id: '1', type: 'status_page', attributes: { aggregate_state: 'downtime', timezone: 'UTC' } },
  included: [
    { id: '7', type: 'status_page_resource', attributes: { public_name: 'API', status: 'not_monitored' } },
    { id: '8', type: 'status_page_resource', attributes: { public_name: 'Web', status: 'degraded' } },
    {
      id: '9',
      type: 'status_report',
      attributes: {
        title: 'Move',
        report_type: 'maintenance',
        starts_at: '2026-05-10T20:00:00Z',
        ends_at: '2026-05-10T22:00:00Z',
      },
    },
    { id: '10', type: 'status_report', attributes: { title: 'Fire', report_type: 'manual' } },
  ],
};

const statusIo = {
  result: {
    status_overall: { updated: '2026-05-10T19:00:00Z', status: 'Degraded', status_code: 300 },
    status: [{ id: '5', name: 'API', status: 'Security', status_code: 600 }],
    maintenance: {
      active: [],
      upcoming: [
        {
          _id: 'a1',
          name: 'Reboot',
          datetime_planned_start: '2026-05-10T20:00:00+00:00',
          datetime_planned_end: '2026-05-10T22:00:00+00:00',
        },
      ],
    },
  },
};

describe('a status page', () => {
  it.each([
    ['Atlassian Statuspage', atlassian, 'degraded', 'm1', 'Database upgrade'],
    ['Instatus', instatus, 'maintenance', 'https://lumen.instatus.com/cables', 'Cables'],
    ['Better Stack', betterStack, 'major_outage', '9', 'Move'],
    ['status.io', statusIo, 'degraded', 'a1', 'Reboot'],
  ])('of %s tells its status and the maintenance that is to come', (_title, page, status, id, name) => {
    const maintenance = [{ id, name, start: may10, end: may10Later }];
    expect(read(page)).toEqual({ status, maintenance });
  });

  it.each([
    ['Statuspage by name', atlassian, 'Dashboard', 'partial_outage'],
    ['Statuspage by id', atlassian, 'c1', 'operational'],
    ['Better Stack, that nobody monitors', betterStack, 'API', 'unknown'],
    ['Better Stack', betterStack, 'Web', 'degraded'],
    ['status.io with a security event', statusIo, 'API', 'major_outage'],
  ])('tells the status of one component of %s', (_title, page, component, status) => {
    expect(read(page, component)?.status).toBe(status);
  });

  it.each([
    ['a word that is on no list', atlassian, 'Mail'],
    ['a component that is not there', atlassian, 'Billing'],
    ['a component of a summary that lists none', instatus, 'API'],
    ['a word that only objects know', { ...atlassian, status: { indicator: 'toString' } }, null],
  ])('with %s is unknown, never well', (_title, page, component) => {
    expect(read(page, component)?.status).toBe('unknown');
  });

  it('announces for a component only what names it, or names none', () => {
    expect(read(atlassian, 'Dashboard')?.maintenance).toEqual([]);
    expect(read(atlassian, 'API')?.maintenance).toHaveLength(1);
  });

  it.each([[null], ['up'], [[]], [{}], [{ page: 'x' }], [{ result: {} }], [{ data: { attributes: {} } }]])(
    'that is %j is none',
    (document) => {
      expect(read(document)).toBeNull();
    },
  );

  it('is read only by the format that the spec names', () => {
    const readers = statusPageFormats.filter((format) => readStatusPage(format, betterStack, null) !== null);
    expect(readers).toEqual(['auto', 'better-stack']);
  });
});

describe('a published maintenance', () => {
  const only = (written: object) =>
    read({ ...atlassian, scheduled_maintenances: [{ id: 'm', status: 'in_progress', ...written }] })
      ?.maintenance;

  it('has a name of one line, without characters that nobody sees, cut at 200', () => {
    const name = `Line\r\n\u0000one\u202e ${'x'.repeat(300)}`;
    const [one] = only({ name, scheduled_for: '2026-05-10T20:00:00Z' }) ?? [];
    expect(one?.name).toBe(`Line one ${'x'.repeat(191)}`);
  });

  it('without an end, or with one before its start, has none', () => {
    const scheduled_for = '2026-05-10T20:00:00Z';
    expect(only({ scheduled_for })?.[0]?.end).toBeNull();
    expect(only({ scheduled_for, scheduled_until: '2026-05-10T19:00:00Z' })?.[0]?.end).toBeNull();
  });

  it.each(['tomorrow', '2026-05-10', null, 5])('that starts %j is none', (scheduled_for) => {
    expect(only({ scheduled_for })).toEqual([]);
  });
});
