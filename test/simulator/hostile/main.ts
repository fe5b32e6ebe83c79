// Every hostile server at once, to be met by hand: `node test/simulator/hostile/main.ts` prints where they are.
// To let a collector meet them, settings have to open loopback.
import { documents, gzipBomb } from './bodies.ts';
import { withCertificate } from './certificates.ts';
import { bodyDrip, closes, endless, headerDrip, silent } from './endless.ts';
import { informational, longHeader, malformed } from './malformed.ts';
import { startNameServer } from './name-server.ts';
import { chain, loop, redirectTo } from './redirects.ts';
import { startHostile } from './server.ts';
import type { Script } from './server.ts';

const named = (number: number, scripts: Readonly<Record<string, Script>>) =>
  Object.entries(scripts).map(([what, script]): [number, string, Script] => [number, what, script]);

const servers: [number: number, what: string, script: Script, path?: string][] = [
  [7, 'redirect to 127.0.0.1:22', redirectTo('http://127.0.0.1:22/')],
  [8, 'redirect loop', loop, 'a'],
  [8, 'endless redirects', chain, '0'],
  [8, 'https to http', { ...withCertificate('good'), ...redirectTo('http://127.0.0.1:80/') }],
  [11, 'accepts and never answers', silent],
  [11, 'closes without headers', closes],
  [12, 'header drip', headerDrip],
  [13, 'body drip', bodyDrip],
  [14, 'endless body', endless],
  [15, 'gzip bomb', await gzipBomb()],
  [16, 'header line of 200 kB', longHeader()],
  [16, '2,000 x 100 Continue', informational()],
  ...named(17, malformed),
  [18, 'expired certificate', withCertificate('expired')],
  [18, 'certificate of another host', withCertificate('wrong-host')],
  [18, 'self-signed certificate', withCertificate('self-signed')],
  [18, 'certificate of an unknown authority', withCertificate('good')],
  [18, 'handshake stall, over https', silent],
  ...named(20, documents),
];

for (const [number, what, script, path = ''] of servers) {
  const { port } = await startHostile(script);
  const scheme = script.tls === undefined ? 'http' : 'https';
  console.log(`${number}\t${what}\t${scheme}://127.0.0.1:${port}/${path}`);
}

const { address } = await startNameServer((name, asked) => {
  if (name.startsWith('mixed')) return ['127.0.0.1', '127.0.0.2'];
  if (name.startsWith('rebind')) return [asked === 0 ? '127.0.0.1' : '127.0.0.2'];
  if (name.startsWith('servfail')) return 'SERVFAIL';
  return name.startsWith('silent') ? null : 'NXDOMAIN';
});
console.log(`5, 6, 19\tname server for mixed., rebind., servfail., silent. and no other name\t${address}`);
