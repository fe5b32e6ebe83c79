// An installation with a desk that tells of its tickets by webhooks, and its deliveries.
import { createHmac } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { install, type Installation } from './bin/launched.ts';
import { label, customer, type Issue } from './connectors/github-desk.ts';

export const secret = "It's a Secret to Everybody";

const agreement = (url: string, every: string, webhook: string) => `
apiVersion: upheld/v1
kind: Agreement
metadata: { name: acme }
spec:
  effective: { from: 2026-01-01 }
  timeZone: Etc/UTC
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: acme, name: Acme, people: { accountable: { name: Tom Falk, email: tom@acme.example } } }
  sources:
    - name: desk
      type: github
      every: ${every}
      spec:
        url: ${url}
        repository: acme/support
        token: { env: DESK_TOKEN }
        severity: { prefix: severity/, otherwise: 3 }
        ${webhook}
    - { name: history, type: import }
  objectives:
    - name: uptime
      owedBy: acme
      indicator: { type: availability, sources: [history] }
      objective: { op: ">=", target: 99.5% }
      period: month
`;

const settings =
  '{ apiVersion: upheld/v1, kind: Settings, metadata: { name: settings }, spec: { egress: { allow: [{ cidr: 127.0.0.0/8 }] } } }';

export async function installation(url: string, every: string, webhook = ''): Promise<Installation> {
  const files = { 'acme.yaml': agreement(url, every, webhook), 'settings.yaml': settings };
  const { env, remove } = await install(files);
  onTestFinished(remove);
  return { env: { ...env, DESK_TOKEN: 'canary-token', DESK_SECRET: secret }, remove };
}

export async function deliver(
  url: string,
  id: string,
  document: object,
  signedWith = secret,
): Promise<number> {
  const body = JSON.stringify(document);
  const signature = `sha256=${createHmac('sha256', signedWith).update(body).digest('hex')}`;
  const headers = {
    ...{ 'content-type': 'application/json', 'x-github-event': 'issues' },
    ...{ 'x-github-delivery': id, 'x-hub-signature-256': signature },
  };
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

export const opened = (number: number, at: number, severity: number): Issue => ({
  ...{ number, openedAt: at, by: customer },
  entries: [label('labeled', at, `severity/${severity}`)],
});
