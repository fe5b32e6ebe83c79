import type { Problem } from '@upheld/collector/imports/import-rows';
import { importTickets } from '@upheld/collector/imports/tickets';
import type { SupportMatrix } from '@upheld/shared/agreement/agreement';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';
import { recordingStore } from './memory-store.ts';

const header = 'ticket,at,event,severity,actor,auto,into,source';
/** 2026-07-01T07:00:00Z. */
const at = Date.UTC(2026, 6, 1, 7);
const readAt = Date.UTC(2026, 7, 1);

const matrix = (name: string, source: string): SupportMatrix => ({
  name,
  source,
  owedBy: 'acme',
  clause: null,
  reading: null,
  waitingOnReporterPauses: [],
  period: 'month',
  weight: 1,
  severities: [],
});
const agreement = anAgreement({ support: [matrix('theirs', 'desk'), matrix('ours', 'own-desk')] });

async function run(...lines: string[]) {
  const store = recordingStore();
  const problems: Problem[] = [];
  const onProblem = (problem: Problem) => problems.push(problem);
  const report = await importTickets([header, ...lines].join('\n'), { agreement, store, readAt, onProblem });
  return { report, problems, batches: store.ticketBatches };
}

describe('importing tickets', () => {
  it('reads every kind of event, in the order of the file', async () => {
    const { batches, report } = await run(
      '7,2026-07-01T09:00:00+02:00,opened,2,reporter,,,desk',
      `7,${at + 1},public-reply,,supplier,false,,desk`,
      `7,${at + 1},public-reply,,bot,yes,,desk`,
      `7,${at + 2},public-reply,,reporter,,,desk`,
      `7,${at + 3},note,,,,,desk`,
      `7,${at + 3},severity-changed,1,,,,desk`,
      `7,${at + 4},waiting-on-reporter,,,,,desk`,
      `7,${at + 5},waiting-ended,,,,,desk`,
      `7,${at + 6},resolved,,,,,desk`,
      `7,${at + 7},reopened,,,,,desk`,
      `7,${at + 8},merged-into,,,,8,desk`,
    );
    const ticket = '7';
    expect(report).toEqual({ stored: 11, duplicates: 0, conflicts: 0, bad: 0 });
    expect(batches).toEqual([
      {
        ...{ agreement: 'acme', source: 'desk', readAt },
        events: [
          { ticket, at, type: 'opened', severity: 2 },
          { ticket, at: at + 1, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
          { ticket, at: at + 1, type: 'public-reply', actor: 'bot', autoSubmitted: true },
          { ticket, at: at + 2, type: 'public-reply', actor: 'reporter', autoSubmitted: false },
          { ticket, at: at + 3, type: 'note' },
          { ticket, at: at + 3, type: 'severity-changed', severity: 1 },
          { ticket, at: at + 4, type: 'waiting-on-reporter' },
          { ticket, at: at + 5, type: 'waiting-ended' },
          { ticket, at: at + 6, type: 'resolved' },
          { ticket, at: at + 7, type: 'reopened' },
          { ticket, at: at + 8, type: 'merged-into', into: '8' },
        ],
      },
    ]);
  });

  it('takes each row to its own desk', async () => {
    const { batches, report } = await run(
      `1,${at},opened,1,,,,desk`,
      `1,${at},opened,1,,,,own-desk`,
      `2,${at},opened,3,,,,desk`,
    );
    expect(batches.map(({ source, events }) => [source, events.map(({ ticket }) => ticket)])).toEqual([
      ['desk', ['1', '2']],
      ['own-desk', ['1']],
    ]);
    expect(report.stored).toBe(3);
  });

  it('leaves the cursor of a desk alone', async () => {
    const { batches } = await run(`1,${at},opened,1,,,,desk`);
    expect(batches[0]).not.toHaveProperty('cursor');
  });

  const events =
    'one of opened, public-reply, note, severity-changed, waiting-on-reporter, waiting-ended, resolved, reopened, merged-into, deleted, restored, such as opened';
  it.each([
    [`,${at},opened,1,,,,desk`, 'ticket: got ""; a ticket is text of 1 to 200 characters, such as T-1042'],
    ['1,yesterday,opened,1,,,,desk', expect.stringMatching(/^at: got "yesterday"; an instant is ISO 8601/)],
    [`1,${at},closed,,,,,desk`, `event: got "closed"; ${events}`],
    [`1,${at},opened,,,,,desk`, 'severity: got ""; opened tells the severity, such as 1'],
    [
      `1,${at},opened,urgent,,,,desk`,
      'severity: got "urgent"; a severity is a whole number from 1 (the highest) to 9, or empty, such as 1',
    ],
    [
      `1,${at},resolved,2,,,,desk`,
      'severity: got 2; resolved changes no severity: leave it empty, and add a severity-changed row where it changed',
    ],
    [
      `1,${at},public-reply,,,,,desk`,
      'actor: got ""; a public-reply tells its actor, one of supplier, reporter, bot, such as supplier',
    ],
    [
      `1,${at},public-reply,,agent,,,desk`,
      'actor: got "agent"; one of supplier, reporter, bot, or empty, such as supplier',
    ],
    [
      `1,${at},public-reply,,bot,maybe,,desk`,
      'auto: got "maybe"; true, false, 1, 0, yes, no or empty, such as true',
    ],
    [`1,${at},merged-into,,,,,desk`, 'into: got ""; merged-into names another ticket, such as T-1043'],
    [`1,${at},merged-into,,,,1,desk`, 'into: got 1; merged-into names another ticket, such as T-1043'],
    [`1,${at},note,,,,2,desk`, 'into: got 2; note merges nothing: leave it empty'],
    [`1,${at},note,,,,,api`, 'source: got "api"; one of desk, own-desk, such as desk'],
  ])('reports %s with its line, and imports the good rows around it', async (line, text) => {
    const good = `1,${at},note,,,,,desk`;
    const { report, problems } = await run(good, line, good);
    expect(problems).toEqual([{ kind: 'bad', line: 3, text }]);
    expect(report).toEqual({ stored: 2, duplicates: 0, conflicts: 0, bad: 1 });
  });

  it('takes the desks of every version: those that an amendment brings, and those that it removed', async () => {
    const terms = anAgreement({ support: [matrix('new', 'new-desk')] });
    const amended = { ...agreement, amended: [{ name: 'acme-a1', from: at, terms }] };
    const store = recordingStore();
    const onProblem = (problem: Problem) => expect.fail(problem.text);
    const rows = `${header}\n1,${at},note,,,,,desk\n1,${at},note,,,,,new-desk`;
    await importTickets(rows, { agreement: amended, store, readAt, onProblem });
    expect(store.ticketBatches.map(({ source }) => source)).toEqual(['desk', 'new-desk']);
  });

  it('says that an agreement without a support matrix has nothing to import tickets for', async () => {
    const parts = { store: recordingStore(), readAt, onProblem: () => undefined };
    await expect(importTickets(header, { ...parts, agreement: anAgreement() })).rejects.toThrow(
      'the agreement acme has no support matrix that reads tickets; add one under support',
    );
  });
});
