// What processes and the machine have used, as Linux counts it in /proc.
import { readFile } from 'node:fs/promises';

/** A tick of /proc, USER_HZ: 100 a second on every Linux that Node runs on. */
const tickMs = 10;
const mebibyte = 1024;

/** CPU time of a process in milliseconds, all its threads together. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name of the program stands in brackets and may hold spaces; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** CPU time in milliseconds that all processors of the machine spent on work, whoever's it was. */
export async function machineCpuMs(): Promise<number> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const [user, nice, system, , , irq, softirq, steal] = line.split(/\s+/).slice(1).map(Number);
  return (
    [user, nice, system, irq, softirq, steal].reduce((sum: number, ticks = 0) => sum + ticks, 0) * tickMs
  );
}

/** Memory of a process that is resident now, and the most that ever was, in MiB. */
export async function residentMiB(pid: number): Promise<{ now: number; most: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / mebibyte;
  return { now: of('VmRSS'), most: of('VmHWM') };
}
