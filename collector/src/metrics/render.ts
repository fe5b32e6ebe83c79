// What /metrics answers: the process's own instruments, then the gauges of the last evaluation.
import { Gauge, Registry } from 'prom-client';
import type { SystemStatus } from '@upheld/shared/api/responses';
import type { Standing as LeaseStanding } from '../leases/keeper.ts';
import type { Instruments } from './instruments.ts';
import { exposeLeases } from './lease-instruments.ts';
import { exposeStandings, type Standing } from './standing.ts';

export type MetricsPage = { contentType: string; text: string };

/** Renders every family in the Prometheus text format. */
export async function renderMetrics(
  instruments: Instruments,
  standings: Standing[],
  system: SystemStatus,
  leases: LeaseStanding | null = null,
): Promise<MetricsPage> {
  const fresh = new Registry();
  exposeSystem(fresh, system);
  exposeStandings(fresh, standings);
  if (leases !== null) exposeLeases(fresh, leases);
  const text = `${await instruments.registry.metrics()}\n${await fresh.metrics()}`;
  return { contentType: instruments.registry.contentType, text };
}

function exposeSystem(registry: Registry, { version, config }: SystemStatus): void {
  const registers = [registry];
  new Gauge({
    name: 'upheld_build_info',
    help: 'The running version.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  new Gauge({
    name: 'upheld_config_last_reload_successful',
    help: 'Whether the last reload of agreements and settings was taken over.',
    registers,
  }).set(Number(config.lastReloadSuccessful));
  if (config.loadedAt === null) return;
  new Gauge({
    name: 'upheld_config_last_reload_success_timestamp_seconds',
    help: 'When the running agreements were loaded.',
    registers,
  }).set(config.loadedAt / 1000);
}
