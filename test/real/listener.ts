// A program for a namespace: answers HTTP at port 80 of the addresses that it is given, and writes down every
// connection, whether anything is asked on it or not.
import { once } from 'node:events';
import { createServer } from 'node:http';

for (const address of process.argv.slice(2)) {
  const server = createServer((_request, response) => response.end('here'));
  server.on('connection', () => process.stdout.write(`${address}\n`));
  await once(server.listen(80, address), 'listening');
}
process.stdout.write('ready\n');
