// A server in a process of its own whose answer never ends. Tells its parent the port.
import { createServer } from 'node:http';

const chunk = Buffer.alloc(1024 * 1024, 'x');

const server = createServer((_request, response) => {
  const pour = () => {
    while (response.write(chunk));
  };
  response.on('drain', pour);
  response.on('error', () => undefined);
  pour();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : null);
});
process.on('disconnect', () => process.exit());
