import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnvironment } from '@upheld/collector/environment';

const faultOf = (env: Record<string, string>) => {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
  }
  return null;
};

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({})).toEqual({
      configFolder: 'config',
      dataFolder: '.data',
      storeUrl: 'sqlite:.data/upheld.db',
      reserveBytes: 67_108_864,
      host: '127.0.0.1',
      collectorPort: 4401,
      dashboardPort: 4400,
      publicUrl: null,
    });
  });

  it('keeps the store in the data folder unless it is named', () => {
    expect(readEnvironment({ UPHELD_DATA: 'facts' }).storeUrl).toBe('sqlite:facts/upheld.db');
  });

  it.each(['127.0.0.1', '127.3.2.1', '::1', 'localhost'])('listens on %s', (host) => {
    expect(readEnvironment({ UPHELD_HOST: host }).host).toBe(host);
  });

  it.each(['0.0.0.0', '::', '10.0.0.4', 'example.org', '127.example.org'])(
    'refuses to listen on %s with exit code 78, because authentication is not configured',
    (host) => {
      const fault = faultOf({ UPHELD_HOST: host });
      expect(fault?.exitCode).toBe(78);
      expect(fault?.message).toContain(`got "${host}"`);
      expect(fault?.message).toContain('authentication is not configured');
    },
  );

  it('names every faulty setting at once', () => {
    const fault = faultOf({
      UPHELD_COLLECTOR_PORT: '70000',
      UPHELD_DASHBOARD_PORT: 'x',
      UPHELD_HOST: '0.0.0.0',
      UPHELD_RESERVE_MIB: '64 MB',
    });
    expect(fault?.message.split('\n').map((line) => line.split(':')[0])).toEqual([
      'UPHELD_RESERVE_MIB',
      'UPHELD_COLLECTOR_PORT',
      'UPHELD_DASHBOARD_PORT',
      'UPHELD_HOST',
    ]);
  });
});
