// Debian's python3-websockets as a partner's event stream.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, startProgram } from './program.ts';

export type WebSockets = {
  port: number;
  /** The codes that its connections were closed with so far. */
  closes(): Promise<number[]>;
  stop(): Promise<void>;
};

/**
 * Answers `ping` with `pong`, what else it is told with a JSON document; refuses `/private` without its token
 * and `/down` always. With `tls` it has the certificate of test/fixtures/tls for localhost.
 */
const script = `
import asyncio, http, json, os, pathlib, ssl, sys, websockets

def write(name, text):
    pathlib.Path(name + ".part").write_text(text)
    os.rename(name + ".part", name)

closes = []

async def talk(client, path=None):
    await client.send(json.dumps({"type": "welcome"}))
    try:
        async for message in client:
            known = message == "ping"
            await client.send("pong" if known else json.dumps({"type": "echo", "length": len(message)}))
    finally:
        await client.wait_closed()
        closes.append(client.close_code)
        write("closes", json.dumps(closes))

async def admit(path, headers):
    if path == "/down":
        return http.HTTPStatus.SERVICE_UNAVAILABLE, [("Retry-After", "7")], b"down"
    if path == "/private" and headers.get("Authorization") != "Bearer s3cret":
        return http.HTTPStatus.UNAUTHORIZED, [], b"who are you"

async def main(folder):
    tls = None
    if folder != "":
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(folder + "good.pem", folder + "good.key")
    options = dict(process_request=admit, subprotocols=["events.v1"], ssl=tls)
    async with websockets.serve(talk, "127.0.0.1", 0, **options) as server:
        write("port", str(server.sockets[0].getsockname()[1]))
        await asyncio.Future()

asyncio.run(main(sys.argv[1]))
`;

const certificates = fileURLToPath(new URL('../fixtures/tls/', import.meta.url));

export async function startWebSockets(options: { tls: boolean }): Promise<WebSockets> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-websockets-'));
  await writeFile(join(folder, 'server.py'), script);
  const program = startProgram('/usr/bin/python3', ['server.py', options.tls ? certificates : ''], folder);
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const port = Number(await eventually('the server has a port', 20_000, () => read('port')));
  return {
    port,
    closes: async () => {
      const codes: unknown = JSON.parse(await read('closes'));
      return Array.isArray(codes) ? codes.map(Number) : [];
    },
    stop: async () => {
      await program.stop('SIGKILL');
      await rm(folder, { recursive: true });
    },
  };
}
