// The API of a Prometheus that answers by a table instead of storage.
import type { RequestListener } from 'node:http';

/** The value of a query at an instant (milliseconds); null where it has no series. */
export type Values = (query: string, at: number) => string | null;

/** What an instant query with one series, or none, is answered with. */
export function vectorOf(value: string | null, at: number, extra: object = {}): string {
  const result = value === null ? [] : [{ metric: {}, value: [at / 1000, value] }];
  return JSON.stringify({ status: 'success', data: { resultType: 'vector', result }, ...extra });
}

/** Answers queries by `values`, and tells `storageRetention` where there is one. */
export function fakePrometheus(values: Values, storageRetention?: string): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/api/v1/status/runtimeinfo' && storageRetention !== undefined) {
        response.end(JSON.stringify({ status: 'success', data: { storageRetention } }));
      } else if (request.method === 'POST' && request.url === '/api/v1/query') {
        const form = new URLSearchParams(Buffer.concat(chunks).toString());
        const at = Number(form.get('time')) * 1000;
        response.end(vectorOf(values(form.get('query') ?? '', at), at));
      } else response.writeHead(404).end();
    });
  };
}
