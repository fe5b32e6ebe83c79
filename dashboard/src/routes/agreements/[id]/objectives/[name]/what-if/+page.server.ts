// What would have been under other terms; the question lives in the address.
import { questionOf } from '#lib/pages/what-if-form.ts';
import { whatIfPage } from '#lib/pages/what-if.ts';
import { readObjective, readWhatIf } from '#lib/server/collector.ts';
import { printInstant } from '#lib/words/instant.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const question = questionOf(url.searchParams);
  const [response, asked] = await Promise.all([
    readObjective(fetch, params.id, params.name, null),
    question === null ? null : readWhatIf(fetch, params.id, params.name, question),
  ]);
  const { agreement, system } = response;
  const view = whatIfPage(response, url.searchParams, {
    answer: asked !== null && 'answer' in asked ? asked.answer.whatIf : null,
    refused: asked !== null && 'refused' in asked ? asked.refused : null,
  });
  return {
    title: `What if, ${view.name}`,
    crumb: `${view.name}, what if`,
    ...{ system, agreement, view, isAnswer: true },
    simulated: agreement.simulated,
    headline: view.answer?.headline ?? view.fault ?? '',
    asOf: printInstant(agreement.asOf, agreement.timeZone),
    zone: agreement.timeZone,
  };
};
