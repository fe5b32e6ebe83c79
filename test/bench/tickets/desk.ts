// The simulated desk as a process of its own, so that the memory of those who read it is theirs alone:
// `GET /events?since=CURSOR` answers with a thousand events. `GET /asked` tells how often that was.
import { createServer } from 'node:http';
import { allEvents } from './story.ts';

const perPage = 1_000;

const events = allEvents();
const pages = Array.from({ length: Math.ceil(events.length / perPage) }, (_, page) => {
  const end = Math.min((page + 1) * perPage, events.length);
  const more = end < events.length;
  return JSON.stringify({ events: events.slice(page * perPage, end), cursor: String(end), more });
});
const nothingNew = JSON.stringify({ events: [], cursor: String(events.length), more: false });

let asked = 0;
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://desk');
  if (url.pathname === '/asked') return response.end(String(asked));
  asked += 1;
  const page = pages[Math.floor(Number(url.searchParams.get('since') ?? 0) / perPage)] ?? nothingNew;
  return response.setHeader('content-type', 'application/json').end(page);
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.once('disconnect', () => server.close());
