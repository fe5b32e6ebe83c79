// The portfolio's data.
import { portfolioPage } from '#lib/pages/portfolio.ts';
import { readPortfolio } from '#lib/server/collector.ts';
import { printInstant } from '#lib/words/instant.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch }) => {
  const response = await readPortfolio(fetch);
  const view = portfolioPage(response);
  return {
    title: 'Agreements',
    system: response.system,
    simulated: view.simulated,
    headline: view.headline,
    asOf: printInstant(response.system.asOf, 'UTC'),
    zone: 'UTC',
    view,
  };
};
