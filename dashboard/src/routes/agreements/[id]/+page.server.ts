// One agreement's data over the period that the address names.
import { agreementPage } from '#lib/pages/agreement.ts';
import { witnessesView } from '#lib/pages/witnesses.ts';
import { readAgreement, readWitnesses } from '#lib/server/collector.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const [response, witnesses] = await Promise.all([
    readAgreement(fetch, params.id, url.searchParams.get('period')),
    readWitnesses(fetch, params.id),
  ]);
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
    witnesses: witnessesView(witnesses, response.agreement.timeZone),
  };
};
