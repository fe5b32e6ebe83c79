// Starts the built dashboard. adapter-node's own entry listens on HOST and PORT (PORT=0: a free one); this
// adds what the launcher needs: the port that was really taken, and a quick end.
import process from 'node:process';

// Open pages hold a stream each; without this the process would wait half a minute for them to close.
process.env['SHUTDOWN_TIMEOUT'] ??= '1';
// adapter-node takes every request for https unless a header tells otherwise.
process.env['PROTOCOL_HEADER'] ??= 'x-forwarded-proto';
process.env['HOST'] ??= '127.0.0.1';

const { server } = await import('./build/index.js');

server.prependListener('request', (request) => {
  request.headers['x-forwarded-proto'] ??= 'http';
});

server.on('error', (error) => {
  const reason =
    error.code === 'EADDRINUSE'
      ? `on port ${process.env['PORT']}: another process has it. Set another port, or 0 for a free one.`
      : `: ${error.message}`;
  process.stderr.write(`The dashboard cannot listen ${reason}\n`);
  process.exit(1);
});

/** Tells a parent process the port; alone, the line "Listening on ..." on stdout says it. */
function report() {
  process.send?.({ listening: server.address().port });
}

if (server.listening) report();
else server.once('listening', report);
