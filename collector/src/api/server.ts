// Listens on loopback and stops in an orderly way.
import type { AddressInfo } from 'node:net';
import { serve, type ServerType } from '@hono/node-server';
import type { createApp } from './app.ts';

export type ApiServer = { port: number; close(): Promise<void> };

/** How long clients may take to send their headers and their whole request, in milliseconds. */
const patience = { headersTimeout: 5_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };

/** Starts listening; rejects when the port cannot be had. Clients that are slower than `serverOptions` are cut off. */
export function startServer(
  app: ReturnType<typeof createApp>,
  host: string,
  port: number,
  serverOptions = patience,
): Promise<ApiServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port, serverOptions }, (address: AddressInfo) =>
      resolve({ port: address.port, close: () => closeServer(server) }),
    );
    server.once('error', reject);
  });
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
