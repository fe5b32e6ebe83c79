// How support stands at an agreement's desks; `period` chooses the period of the matrix.
import { staleDeskNotices } from '#lib/pages/stale-desks.ts';
import { supportPage } from '#lib/pages/support.ts';
import { readAgreement, readSupport } from '#lib/server/collector.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const [response, support] = await Promise.all([
    readAgreement(fetch, params.id, url.searchParams.get('period')),
    readSupport(fetch, params.id),
  ]);
  const view = supportPage(response, support);
  const { agreement, system, statement } = response;
  const read = new Set(view.desks.map(({ source }) => source));
  const stale = response.staleDesks.filter(({ source }) => read.has(source));
  return {
    title: `Support, ${agreement.name}, ${view.period}`,
    crumb: 'Support',
    ...{ system, agreement, view },
    staleDesks: staleDeskNotices(stale, statement.end, view.zone),
    simulated: agreement.simulated,
    headline: view.headline,
    asOf: view.asOf,
    zone: view.zone,
  };
};
