// What several processes on one store share, as Prometheus sees it. A process that has its store for itself shows none of it.
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Standing } from '../leases/keeper.ts';

/** The instruments of leases on a registry. */
export function createLeaseInstruments(registry: Registry) {
  const registers = [registry];
  return {
    fenced: new Counter({
      name: 'upheld_samples_fenced_total',
      help: 'Slots that were not stored: another collector asks their target by now and accounts for them, or they lie ahead of the clock of the store.',
      registers,
    }),
    takeovers: new Counter({
      name: 'upheld_shard_takeovers_total',
      help: 'Shards that this process took: nobody held them, or their holder had stopped.',
      registers,
    }),
  };
}

/** Shows how leases stand, asked for anew with every page. */
export function exposeLeases(registry: Registry, standing: Standing): void {
  const { held, shares, isCurrent, clock, differing } = standing;
  const registers = [registry];
  const labelNames = ['scope'] as const;
  const heldGauge = new Gauge({
    name: 'upheld_leases_held',
    help: 'Shards that this process holds, by what is shared.',
    ...{ labelNames, registers },
  });
  const shareGauge = new Gauge({
    name: 'upheld_leases_share',
    help: 'Shards that fall to this process while as many run as do now.',
    ...{ labelNames, registers },
  });
  for (const [scope, count] of Object.entries(held)) heldGauge.set({ scope }, count);
  for (const [scope, count] of Object.entries(shares)) shareGauge.set({ scope }, count);
  new Gauge({
    name: 'upheld_leases_current',
    help: 'Whether the leases of this process hold: 0 where the store could not be asked in time, and others may ask the same.',
    registers,
  }).set(Number(isCurrent));
  new Gauge({
    name: 'upheld_clock_ahead_of_store_seconds',
    help: 'How far the clock of this machine is ahead of that of the store, or behind where it is negative; beyond a second this process holds nothing.',
    registers,
  }).set(clock.aheadMs / 1000);
  new Gauge({
    name: 'upheld_config_differs',
    help: 'Other processes on the same store that run and have another configuration.',
    registers,
  }).set(differing);
}
