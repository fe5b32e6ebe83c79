// What the dashboard reads from its environment beside adapter-node's HOST and PORT.
import { defineEnvVars } from '@sveltejs/kit/env';

const defaultCollector = 'http://127.0.0.1:4401';

/** A base address without its trailing slash, so that paths can be appended to it. */
function baseUrl(text: string | undefined): string {
  const given = text ?? defaultCollector;
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Error(`got ${JSON.stringify(given)}; an address of the collector, such as ${defaultCollector}`);
  }
  return url.href.replace(/\/+$/, '');
}

export const variables = defineEnvVars({
  UPHELD_COLLECTOR_URL: {
    description: 'Where the collector answers.',
    schema: baseUrl,
  },
});
