// One agreement's data over the period that the address names.
import { agreementPage } from '#lib/pages/agreement.ts';
import { readAgreement } from '#lib/server/collector.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const response = await readAgreement(fetch, params.id, url.searchParams.get('period'));
  const view = agreementPage(response);
  return {
    title: `${view.name}, ${view.period}`,
    system: response.system,
    agreement: response.agreement,
    simulated: response.agreement.simulated,
    crumb: view.period,
    headline: view.headline,
    asOf: view.asOf,
    zone: view.zone,
    view,
  };
};
