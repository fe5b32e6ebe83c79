// The endpoints of the simulated partners: where they stand and how fast they are.
import { noise } from './noise.ts';
import type { Noise } from './noise.ts';

type Endpoint = { zone: string; medianMs: number; spread: number; errors: Noise; latency: Noise };

function endpoint(name: string, zone: string, medianMs: number, spread: number): Endpoint {
  return { zone, medianMs, spread, errors: noise(`${name} errors`), latency: noise(`${name} latency`) };
}

export const endpoints = {
  orders: endpoint('orders', 'America/New_York', 92, 0.27),
  catalog: endpoint('catalog', 'America/New_York', 110, 0.28),
  payments: endpoint('payments', 'Europe/Berlin', 74, 0.3),
  tiles: endpoint('tiles', 'Europe/London', 41, 0.35),
} satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;
