// How the sources of an agreement stand now.
import { sourcesPage } from '#lib/pages/sources.ts';
import { readAgreement, readSources } from '#lib/server/collector.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params }) => {
  const [{ agreement }, response] = await Promise.all([
    readAgreement(fetch, params.id, null),
    readSources(fetch, params.id),
  ]);
  const view = sourcesPage(response, agreement);
  return {
    title: `Sources, ${agreement.name}`,
    crumb: 'Sources',
    ...{ system: response.system, agreement, view },
    simulated: agreement.simulated,
    headline: view.headline,
    asOf: view.asOf,
    zone: view.zone,
  };
};
