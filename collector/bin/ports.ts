// Whether a port that was asked for can be had. Asked before anything starts, so that the answer names the
// setting instead of a stack trace from the depth of a server.
import { createServer } from 'node:net';

/** What is wrong with listening there, as a sentence that names the variable; null when it is free. */
export async function portFault(variable: string, host: string, port: number): Promise<string | null> {
  if (port === 0) return null;
  const code = await tryToListen(host, port);
  if (code === null) return null;
  if (code === 'EADDRINUSE') {
    return `${variable}: port ${port} on ${host} is in use; stop what listens there, or set ${variable}=0 to use any free port`;
  }
  return `${variable}: cannot listen on port ${port} of ${host} (${code}); set another port, such as ${variable}=0 for any free one`;
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
