import { describe, expect, it } from 'vitest';
import { followFrom } from '@upheld/collector/egress/redirects';
import type { Hop } from '@upheld/collector/egress/redirects';

const first: Hop = {
  url: new URL('https://api.lumen.example/orders?page=1'),
  method: 'GET',
  headers: { accept: 'text/plain', authorization: 'Bearer t', 'x-api-key': 'k', 'content-type': 'a/b' },
  body: null,
  tls: { ca: 'CA', cert: 'CERT', key: 'KEY' },
};

function hopFrom(change: Partial<Hop>, status: number, location: string): Hop | null {
  return followFrom({ ...first, ...change }, 3)(status, location);
}

function urlAfter(location: string, from = first.url.href): string | undefined {
  return hopFrom({ url: new URL(from) }, 302, location)?.url.href;
}

describe('what a redirect leads to', () => {
  it.each([
    ['/other', 'https://api.lumen.example/other'],
    ['?page=2', 'https://api.lumen.example/orders?page=2'],
    ['//lumen.example/', 'https://lumen.example/'],
    ['https://cdn.example:8443/x', 'https://cdn.example:8443/x'],
    ['https://cdn.example:443/x', 'https://cdn.example/x'],
    ['https://cdn.example:8080/#part', 'https://cdn.example:8080/'],
  ])('%s is %s', (location, url) => {
    expect(urlAfter(location)).toBe(url);
  });

  it('is the port of the first URL too, which its owner named', () => {
    const from = 'https://api.lumen.example:9443/';
    expect(urlAfter('https://cdn.example:9443/', from)).toBe('https://cdn.example:9443/');
    expect(() => urlAfter('https://cdn.example:9444/', from)).toThrow(
      'a redirect leads to a port other than 80, 443, 8080, 8443 and that of the first URL',
    );
  });

  it.each([
    ['http://api.lumen.example/', 'a redirect leads from https to http'],
    ['https://u:p@api.lumen.example/', 'a redirect holds a user name or password'],
    ['https://u@api.lumen.example/', 'a redirect holds a user name or password'],
    ['file:///etc/passwd', 'a redirect leads away from HTTP'],
    ['javascript:alert(1)', 'a redirect leads away from HTTP'],
    ['https://[::1', 'a redirect leads to no URL'],
    [
      'https://api.lumen.example:22/',
      'a redirect leads to a port other than 80, 443, 8080, 8443 and that of the first URL',
    ],
  ])('is never %s', (location, words) => {
    expect(() => urlAfter(location)).toThrow(words);
  });

  it('may be https after http, and never http again', () => {
    const follow = followFrom({ ...first, url: new URL('http://lumen.example/') }, 3);
    expect(follow(301, 'https://lumen.example/')?.url.protocol).toBe('https:');
    expect(() => follow(301, 'http://lumen.example/b')).toThrow('a redirect leads from https to http');
  });

  it.each([200, 204, 300, 304, 305, 306, 400, 503])('is nothing after a status %i', (status) => {
    expect(hopFrom({}, status, '/other')).toBeNull();
  });

  it('is nothing without a Location', () => {
    expect(followFrom(first, 3)(302, null)).toBeNull();
  });
});

describe('how the next request of a redirect is made', () => {
  // Fetch standard, HTTP-redirect fetch, step 12.
  it.each([
    [301, 'POST', 'GET', null],
    [302, 'POST', 'GET', null],
    [303, 'POST', 'GET', null],
    [303, 'PUT', 'GET', null],
    [303, 'HEAD', 'HEAD', 'body'],
    [301, 'PUT', 'PUT', 'body'],
    [302, 'GET', 'GET', 'body'],
    [307, 'POST', 'POST', 'body'],
    [308, 'POST', 'POST', 'body'],
  ])('after %i a %s becomes a %s', (status, method, next, body) => {
    const hop = hopFrom({ method, body: 'body' }, status, '/other');
    expect(hop).toMatchObject({ method: next, body });
    expect('content-type' in (hop?.headers ?? {})).toBe(body !== null);
  });

  it('keeps what shows who asks on the same origin', () => {
    expect(hopFrom({}, 307, '/other')).toMatchObject({ headers: first.headers, tls: first.tls });
  });

  it.each([
    ['another host', 'https://cdn.example/'],
    ['a host below', 'https://deep.api.lumen.example/'],
    ['another port', 'https://api.lumen.example:8443/'],
  ])('leaves every header that could be a key, and our certificate, behind for %s', (_title, location) => {
    expect(hopFrom({}, 307, location)).toMatchObject({
      headers: { accept: 'text/plain', 'content-type': 'a/b' },
      tls: { ca: 'CA' },
    });
    expect(hopFrom({}, 307, location)?.headers).not.toHaveProperty('authorization');
    expect(hopFrom({}, 307, location)?.tls).toEqual({ ca: 'CA' });
  });

  it('does not take up again what it left behind', () => {
    const follow = followFrom(first, 3);
    follow(307, 'https://cdn.example/');
    expect(follow(307, 'https://api.lumen.example/back')?.tls).toEqual({ ca: 'CA' });
  });
});

describe('the end of redirects', () => {
  it('comes with the last that was asked for', () => {
    const follow = followFrom(first, 2);
    follow(302, '/1');
    follow(302, '/2');
    expect(() => follow(302, '/3')).toThrow('there are more than 2 redirects');
  });

  it('comes with the third, whatever was asked for', () => {
    const follow = followFrom(first, 9);
    for (const path of ['/1', '/2', '/3']) expect(follow(302, path)?.url.pathname).toBe(path);
    expect(() => follow(302, '/4')).toThrow('there are more than 3 redirects');
  });

  it('comes where one leads back', () => {
    const follow = followFrom(first, 3);
    follow(302, '/1');
    expect(() => follow(302, '/orders?page=1#again')).toThrow('redirects lead in a circle');
  });

  it('does not come where the same URL is read after it was written', () => {
    expect(hopFrom({ method: 'POST', body: 'x' }, 303, '/orders?page=1')?.method).toBe('GET');
  });

  it('has come before the first where none was asked for', () => {
    expect(followFrom(first, 0)(302, 'file:///')).toBeNull();
  });
});
