import { describe, expect, it } from 'vitest';
import { digestOf, tokenOf } from '@upheld/collector/heartbeat/tokens';

const key = Buffer.from(Array.from({ length: 32 }, (_, byte) => byte));

describe('the token of a heartbeat URL', () => {
  it('is the HMAC-SHA-256 of agreement and source under the key, as base64url', () => {
    // printf '["acme","nightly"]' | openssl dgst -sha256 -mac hmac \
    //   -macopt hexkey:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f -binary | basenc --base64url, without its =
    expect(tokenOf({ agreement: 'acme', source: 'nightly' }, key)).toBe(
      'sL69ran8wIXs7F_4drhlwJff7d63BD-BBmVTHPC1fe8',
    );
  });

  it('differs by agreement, source and key, however the names are cut', () => {
    const other = Buffer.alloc(32, 1);
    const tokens = [
      tokenOf({ agreement: 'acme', source: 'nightly' }, key),
      tokenOf({ agreement: 'acme', source: 'weekly' }, key),
      tokenOf({ agreement: 'beta', source: 'nightly' }, key),
      tokenOf({ agreement: 'acmen', source: 'ightly' }, key),
      tokenOf({ agreement: 'acme', source: 'nightly' }, other),
    ];
    expect(new Set(tokens).size).toBe(5);
  });

  it('is found by a digest that is no token', () => {
    const token = tokenOf({ agreement: 'acme', source: 'nightly' }, key);
    expect(digestOf(token, key)).not.toBe(digestOf(`${token}=`, key));
    expect(digestOf(token, key)).not.toBe(token);
  });
});
