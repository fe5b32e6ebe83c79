// What two runs over one load show, side by side.
import type { BlackboxRun } from './blackbox.ts';
import { quantile } from './quantile.ts';
import type { Line } from './table.ts';
import type { UpheldRun } from './upheld.ts';
import type { Window } from './window.ts';

const mostCpuShare = 0.25;
const mostLateMs = 50;
const mostResidentMiB = 300;
const mostDifferenceMs = 1;

/** The lines of a load; `blackbox` is null where its programs could not be had. */
export function linesOf(upheld: UpheldRun, blackbox: BlackboxRun | null): Line[] {
  const { ledger } = upheld;
  return [
    {
      what: 'probes stored (and succeeded)',
      upheld: `${ledger.ok + ledger.bad} (${ledger.ok})`,
      ...(blackbox === null ? {} : { others: `${blackbox.stored} (${blackbox.succeeded})` }),
    },
    cpuLine(upheld, blackbox),
    latenessLine(upheld, blackbox),
    {
      what: 'slots scheduled = ok + bad + not measured',
      upheld: `${ledger.scheduled} = ${ledger.ok} + ${ledger.bad} + ${ledger.unmeasured}`,
      aim: { words: `${ledger.unaccounted} unaccounted for, aim 0`, isMet: ledger.unaccounted === 0 },
    },
    residentLine(upheld, blackbox),
    totalLine(upheld, blackbox),
    {
      what: 'agreement judged the longest ago',
      upheld: `${upheld.judgedSecondsAgo.toFixed(0)} s ago`,
      others: blackbox === null ? '' : '(no promise is judged)',
    },
    aroundLine(
      'CPU of nginx',
      upheld,
      blackbox,
      ({ cpuMs, start, end }) => (cpuMs['nginx'] ?? NaN) / (end - start),
    ),
    aroundLine(
      'other work on the machine, of all processors',
      upheld,
      blackbox,
      ({ othersShare }) => othersShare,
    ),
  ];
}

/** The same agreement's answers in a busy process and in one that has nothing else to do. */
export function idleLine(busy: UpheldRun, idle: UpheldRun, agreement: string): Line {
  const of = ({ ledger }: UpheldRun) =>
    quantile(
      ledger.answers.filter((answer) => answer.agreement === agreement).map(({ latencyMs }) => latencyMs),
      0.95,
    );
  const difference = of(busy) - of(idle);
  return {
    what: `p95 that ${agreement} is judged by: busy, idle`,
    upheld: `${of(busy).toFixed(1)} ms, ${of(idle).toFixed(1)} ms`,
    aim: {
      words: `${difference.toFixed(1)} ms apart, aim within ${mostDifferenceMs}`,
      isMet: Math.abs(difference) <= mostDifferenceMs,
    },
  };
}

function cpuLine({ window, ledger }: UpheldRun, blackbox: BlackboxRun | null): Line {
  const ownMs = (window.cpuMs['upheld'] ?? NaN) / (ledger.ok + ledger.bad);
  const line = { what: 'CPU per probe', upheld: `${ownMs.toFixed(2)} ms` };
  if (blackbox === null) return line;
  const [exporterMs = NaN, prometheusMs = NaN] = ['blackbox', 'prometheus'].map(
    (name) => (blackbox.window.cpuMs[name] ?? NaN) / blackbox.stored,
  );
  const share = ownMs / (exporterMs + prometheusMs);
  return {
    ...line,
    others: `${exporterMs.toFixed(2)} + ${prometheusMs.toFixed(2)} = ${(exporterMs + prometheusMs).toFixed(2)} ms`,
    aim: { words: `ratio ${share.toFixed(2)}, aim <= ${mostCpuShare}`, isMet: share <= mostCpuShare },
  };
}

function latenessLine({ ledger }: UpheldRun, blackbox: BlackboxRun | null): Line {
  const p99 = quantile(ledger.lateMs, 0.99);
  return {
    what: 'slot lateness p50, p99, most',
    upheld: `${quantile(ledger.lateMs, 0.5)}, ${p99}, ${quantile(ledger.lateMs, 1)} ms`,
    ...(blackbox === null
      ? {}
      : {
          others: `at least ${[0.5, 0.99, 1].map((share) => quantile(blackbox.lateMs, share)).join(', ')} ms`,
        }),
    aim: { words: `p99, aim <= ${mostLateMs} ms`, isMet: p99 <= mostLateMs },
  };
}

function residentLine({ window }: UpheldRun, blackbox: BlackboxRun | null): Line {
  const { now = NaN, most = NaN } = window.residentMiB['upheld'] ?? {};
  const of = (name: string) => blackbox?.window.residentMiB[name]?.most.toFixed(0);
  return {
    what: 'RSS at the end, and most',
    upheld: `${now.toFixed(0)}, ${most.toFixed(0)} MiB`,
    ...(blackbox === null ? {} : { others: `most ${of('blackbox')} + ${of('prometheus')} MiB` }),
    aim: { words: `most, aim < ${mostResidentMiB} MiB`, isMet: most < mostResidentMiB },
  };
}

function totalLine({ ledger }: UpheldRun, blackbox: BlackboxRun | null): Line {
  const quantiles = (values: number[]) =>
    [0.5, 0.95, 0.99].map((share) => quantile(values, share).toFixed(1)).join(', ');
  return {
    what: 'reported time of a whole probe p50, p95, p99',
    upheld: `${quantiles(ledger.answers.map(({ totalMs }) => totalMs))} ms`,
    ...(blackbox === null ? {} : { others: `${quantiles(blackbox.totalMs)} ms` }),
  };
}

/** What went on around the measured processes, as a share. */
function aroundLine(
  what: string,
  upheld: UpheldRun,
  blackbox: BlackboxRun | null,
  shareIn: (window: Window) => number,
): Line {
  const shown = (window: Window) => `${(shareIn(window) * 100).toFixed(1)} %`;
  return {
    what,
    upheld: shown(upheld.window),
    ...(blackbox === null ? {} : { others: shown(blackbox.window) }),
  };
}
