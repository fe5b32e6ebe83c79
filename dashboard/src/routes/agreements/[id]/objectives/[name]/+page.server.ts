// One promise's data; `part` and `source` choose among its periods, `period` is the quarter around them.
import { error } from '@sveltejs/kit';
import { objectivePage } from '#lib/pages/objective.ts';
import { failedChecksView } from '#lib/pages/failed-checks.ts';
import { definitionsView } from '#lib/pages/definitions.ts';
import { whatIfHref } from '#lib/pages/links.ts';
import { readDefinitions, readFailures, readObjective } from '#lib/server/collector.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const asked = (key: string) => url.searchParams.get(key);
  const period = asked('period');
  const response = await readObjective(fetch, params.id, params.name, period);
  const view = objectivePage(response, { period, part: asked('part'), source: asked('source') });
  if (view === null) {
    error(404, `The promise ${params.name} is not judged in what the address asks for.`, {
      advice: 'Take a period and a source from the page of the promise.',
    });
  }
  const { promise, agreement } = response;
  // Tickets and load tests are counted in one way only.
  const isDefinable = promise.kind === 'objective' && promise.indicator !== 'capacity';
  const [defined, failures] = await Promise.all([
    isDefinable ? readDefinitions(fetch, params.id, params.name, view.shown.period) : null,
    isDefinable ? readFailures(fetch, params.id, params.name, view.shown.period) : null,
  ]);
  return {
    definitions: defined && definitionsView(defined.definitions, view.shown, agreement.timeZone),
    isDefinable,
    failedChecks: failedChecksView(failures, agreement.timeZone),
    whatIfHref: promise.indicator === 'capacity' ? null : whatIfHref(agreement.id, promise.name),
    title: `${view.name}, ${view.period}`,
    system: response.system,
    agreement: response.agreement,
    simulated: response.agreement.simulated,
    crumb: view.name,
    headline: view.headline,
    asOf: view.asOf,
    zone: view.zone,
    view,
  };
};
