import { describe, expect, it } from 'vitest';
import type { Resolve } from '@upheld/collector/egress/checked-lookup';
import { askServers, twoLooks } from '@upheld/collector/egress/names';
import { blame } from '@upheld/collector/egress/failure';
import { EgressError } from '@upheld/collector/egress';
import { nameServer } from './name-servers.ts';
import type { Reply } from './name-servers.ts';
import { loopbackEgress } from './servers.ts';

const here = [{ address: '127.0.0.1', family: 4 }];
const says =
  (code: string): Resolve =>
  () =>
    Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code }));
const finds: Resolve = () => Promise.resolve(here);

async function blameFor(first: Resolve, second: Resolve): Promise<string> {
  const egress = loopbackEgress([80], { resolve: twoLooks(first, second) });
  const error: unknown = await egress
    .request({ url: 'http://partner.example/', deadlineMs: 2_000 })
    .catch((reason: unknown) => reason);
  if (!(error instanceof EgressError)) throw new Error('expected an EgressError');
  const { outcome, reason } = blame(error);
  return `${error.code} ${outcome} ${reason}`;
}

describe('a name that the system does not find', () => {
  // trust.md 1.3: bad(dns) after a second resolver agrees.
  it.each([
    ['no name either', says('ENOTFOUND'), 'ENOTFOUND bad dns'],
    ['a name without addresses', says('ENODATA'), 'ENOTFOUND bad dns'],
    ['addresses', finds, 'RESOLVER unmeasured own-network'],
    ['a failure of the servers', says('ESERVFAIL'), 'RESOLVER unmeasured own-network'],
    ['nothing in time', says('ETIMEOUT'), 'RESOLVER unmeasured own-network'],
    ['nobody', says('ECONNREFUSED'), 'RESOLVER unmeasured own-network'],
  ])('is judged by the second look, which finds %s', async (_title, second, expected) => {
    expect(await blameFor(says('ENOTFOUND'), second)).toBe(expected);
  });

  it.each(['EAI_AGAIN', 'EAI_FAIL', 'ESERVFAIL', 'EREFUSED', 'ETIMEOUT'])(
    'is ours where the first look fails with %s, and nobody is asked again',
    async (code) => {
      expect(await blameFor(says(code), says('ENOTFOUND'))).toBe(`${code} unmeasured own-network`);
    },
  );
});

describe('the second look', () => {
  const none: Reply = { code: 'noSuchName' };

  async function look(reply: (name: string) => Reply | null) {
    const { server, questions } = await nameServer(reply);
    const answer = await askServers([server])('partner.example').then(
      (addresses) => addresses.map(({ address, family }) => `${address} ${family}`),
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null),
    );
    return { answer, questions };
  }

  it('asks each server once for either kind of address', async () => {
    const { answer, questions } = await look(() => none);
    expect(answer).toBe('ENOTFOUND');
    expect(questions).toEqual(['partner.example', 'partner.example']);
  });

  it('finds what either kind has', async () => {
    const replies: Reply[] = [{ records: ['7f000001'] }, none];
    expect((await look(() => replies.shift() ?? none)).answer).toEqual(['127.0.0.1 4']);
  });

  it('is no "no" where one of the two questions failed', async () => {
    const replies: Reply[] = [none, { code: 'serverFailure' }];
    expect((await look(() => replies.shift() ?? none)).answer).toBe('ESERVFAIL');
  });

  it('tells a name without addresses from one that is not there', async () => {
    expect((await look(() => ({ records: [] }))).answer).toBe('ENODATA');
  });

  it.each(['gone.example', 'partner.example'])(
    'finds no address of a name that is but an alias, of %s',
    async (alias) => {
      expect((await look(() => ({ alias }))).answer).toBe('ENODATA');
      const { server } = await nameServer(() => ({ alias }));
      expect(await blameFor(says('ENOTFOUND'), askServers([server]))).toBe('ENOTFOUND bad dns');
    },
  );

  it('is no "no" where an alias answers one of the two questions and the other failed', async () => {
    const replies: Reply[] = [{ alias: 'gone.example' }, { code: 'serverFailure' }];
    expect((await look(() => replies.shift() ?? none)).answer).toBe('ESERVFAIL');
  });
});
