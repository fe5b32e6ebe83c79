// The version that the User-Agent, the API and /metrics name.
import manifest from '../package.json' with { type: 'json' };

export const version: string = manifest.version;
