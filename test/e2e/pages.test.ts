// What the pages say, to a reader without JavaScript.
import { afterEach, describe, expect, it } from 'vitest';
import { emptyPortfolio, failedReload, portfolio, simulatedAgreement } from '../fixtures/api/portfolio.ts';
import { support } from '../fixtures/api/support.ts';
import { addresses, useSetting } from './setting.ts';

const setting = useSetting();
const plain = async (path: string) => {
  const { page } = await setting.open(path, { javaScriptEnabled: false });
  return page;
};
/** Text as it is read: one space between words, whatever the markup has. */
const read = (text: string) => text.replace(/\s+/g, ' ').trim();
const words = async (path: string) => read(await (await plain(path)).innerText('body'));

afterEach(() => {
  setting.stub.answers.portfolio = portfolio;
  setting.stub.answers.agreement = (response) => response;
  setting.stub.answers.support = support;
});

describe('the portfolio', () => {
  it('puts the worst agreement first, in a sentence with both parties beside it', async () => {
    const page = await plain(addresses.portfolio);
    const rows = (await page.locator('main tbody tr').allInnerTexts()).map(read);
    expect(rows.map((row) => row.split(' ')[0])).toEqual(['Missed', 'Undetermined', 'Met']);
    expect(rows[0]).toContain('Northwind Enterprise, Inc. and Lumen Data Ltd');
    expect(rows[0]).toContain('Uptime is missed: 99.746 % against 99.9 %.');
    expect(rows[0]).toContain('2 triggers');
  });

  it('says how to begin where there is no agreement', async () => {
    setting.stub.answers.portfolio = emptyPortfolio;
    const text = await words(addresses.portfolio);
    expect(text).toContain('How to begin');
    expect(text).toContain('pnpm upheld check-config');
  });

  it('says that the files in force are older than those on disk, with every fault', async () => {
    setting.stub.answers.portfolio = failedReload;
    const page = await plain(addresses.portfolio);
    const notice = page.getByRole('region', { name: 'State of this installation' });
    expect(read(await notice.innerText())).toContain('could not be reloaded');
    await notice.locator('summary').click();
    expect(await notice.innerText()).toContain('acme.yaml:31:26');
  });
});

describe('an agreement', () => {
  it('begins with the verdict and lists the promises, the worst first', async () => {
    const page = await plain(addresses.agreement);
    expect(read(await page.innerText('h1'))).toMatch(
      /^In Q3 2026, 4 of 10 promises were met\. Uptime, error rate and /,
    );
    const first = read(await page.locator('#promises tbody tr').first().innerText());
    expect(first).toMatch(/^Missed Uptime § 2\.3 Lumen Data Ltd at least 99\.9 % /);
    expect(first).toContain('99.770 %');
  });

  it('leads from a month to the account behind its value, by links alone', async () => {
    const page = await plain(addresses.agreement);
    await page.getByRole('link', { name: 'Undetermined 99.734 to 99.924 %' }).click();
    expect(page.url()).toContain('part=2026-09');
    expect(read(await page.innerText('h1'))).toContain('In September 2026, uptime could not be determined');
  });

  it('changes the quarter by a link', async () => {
    const page = await plain(addresses.agreement);
    await page.getByRole('link', { name: 'Q4 2026, so far' }).click();
    expect(read(await page.innerText('h1'))).toMatch(/^In Q4 2026 so far, 8 of 10 promises are met\./);
  });

  it('shows open triggers with the evidence that opened them', async () => {
    const text = read(await (await plain(addresses.agreement)).innerText('#triggers'));
    expect(text).toContain('23 minutes were bad, 10.02 are allowed');
    expect(text).toContain('America/New_York');
    expect(text).not.toContain('Cleared since');
  });

  it('keeps what one severity is promised together', async () => {
    const text = read(await (await plain(addresses.agreement)).innerText('#promises'));
    expect(text).toMatch(/Partner issues severity 2 .*First response .*Update cadence .*Resolution /);
    expect(text).toContain('3 of 4 updates');
  });

  it('says what its score is and why, and what credits it proposes', async () => {
    const page = await plain(addresses.agreement);
    const score = read(await page.innerText('#score'));
    expect(score).toContain('Inadequate: 49 of 100.');
    expect(score).toContain('49 Not met in the period before either Uptime, September 2026');
    expect(score).toContain('Left out of obligations, because nobody has recorded it: quarterly review.');
    const credits = read(await page.innerText('#credits'));
    expect(credits).toContain('Proposed, never paid');
    expect(credits).toContain('99.770 % is below 99.9 %, which is worth 10 % 10 % 31 Oct 2026, 00:00');
  });

  it('says in one line that there is no credit table', async () => {
    setting.stub.answers.agreement = (response) => ({
      ...response,
      assessment: { score: null, credits: { hasTable: false } },
    });
    const page = await plain(addresses.agreement);
    expect(await page.innerText('#credits')).toContain('The agreement has no credit table');
    expect(await page.innerText('#score')).toContain('There is nothing to score yet');
  });

  it('leads to a promise of the year, which the table of a quarter leaves out', async () => {
    const page = await plain(addresses.agreement);
    expect(await page.innerText('#promises')).toContain('it is judged by the year');
    const year = await plain('/agreements/northwind-lumen/objectives/capacity?period=2026');
    expect(read(await year.innerText('h1'))).toBe(
      'In 2026 so far, capacity is met: 12,000 users (Spring 2026) against at least 10,000 users.',
    );
  });

  it('says on every page that simulated data are simulated', async () => {
    const id = encodeURIComponent(simulatedAgreement.id);
    for (const path of [`/agreements/${id}`, `/agreements/${id}/objectives/uptime`]) {
      expect(await words(path)).toContain('Simulated data.');
    }
    expect(await words(addresses.agreement)).not.toContain('Simulated data.');
  });
});

describe('the sources of an agreement', () => {
  it('are a page away from its foot, those that call for a look first', async () => {
    const page = await plain(addresses.agreement);
    await page.getByRole('link', { name: 'Where these figures come from' }).click();
    expect(read(await page.innerText('h1'))).toMatch(/^3 of 9 sources call for a look: orders-api, /);
    const rows = (await page.locator('main tbody tr').allInnerTexts()).map(read);
    expect(rows[0]).toMatch(
      /^orders-api http, every 60 s Northwind Enterprise, Inc\. Bad \(timeout\) from frankfurt, 20 Nov 2026, 15:08:16 /,
    );
    expect(rows[2]).toContain('Failing since 20 Nov 2026, 13:39 the desk answered with status 503');
    expect(await page.innerText('main')).not.toContain('/heartbeats/');
  });
});

describe('support', () => {
  const address = '/agreements/northwind-lumen/support?period=2026-Q3';

  it('is a page away from the agreement, with the period that it shows', async () => {
    const page = await plain(addresses.agreement);
    await page.getByRole('link', { name: 'Every severity, the clocks that run now' }).click();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(address);
    expect(read(await page.innerText('h1'))).toMatch(/^In Q3 2026, 1 of 4 support promises was met\./);
  });

  it('counts the clocks of each severity and leads to the account behind each verdict', async () => {
    const page = await plain(address);
    const rows = (await page.locator('#matrix tbody tr').allInnerTexts()).map(read);
    expect(rows[0]).toBe('2 First response § 7.1 8 h, around the clock at least 95 % 4 1 0 0 Missed');
    await page.locator('#matrix').getByRole('link', { name: 'First response' }).first().click();
    expect(read(await page.innerText('h1'))).toContain('severity 2 first response was missed');
  });

  it('lists what waits for an answer, at risk first, and leads to the ticket', async () => {
    const page = await plain(address);
    const rows = (await page.locator('#running tbody tr').allInnerTexts()).map(read);
    expect(rows[0]).toMatch(/^At risk 5110 severity 1, desk First response .*20 Nov 2026, 15:30 21 min$/);
    expect(rows.at(-1)).toContain('open: it waits for its reporter since 18 Nov 2026, 12:00');
    await page.locator('#running').getByRole('link', { name: '5110' }).click();
    expect(read(await page.innerText('h1'))).toBe('Ticket 5110: first response still running.');
  });

  it('says how far desks are known, what their systems say, and what left uncounted', async () => {
    const page = await plain(address);
    const desks = read(await page.innerText('#desks'));
    expect(desks).toContain('Stale since 20 Nov 2026, 13:39');
    expect(desks).toContain('because: the desk answered with status 503');
    expect(read(await page.innerText('#opinion'))).toContain('says the same of 2 and something else of 2');
    expect(read(await page.innerText('#left'))).toContain('5071 desk 2 first response and resolution');
  });

  it('says beside the verdict that a desk is stale, but not of a period that was known before', async () => {
    const stale = 'The desk lumen-desk is known until 20 Nov 2026, 13:34';
    const agreement = '/agreements/northwind-lumen';
    const promise = `${agreement}/objectives/platform-issues-severity-1-first-response`;
    expect(await words(agreement)).toContain(stale);
    expect(await words(`${agreement}/support`)).toContain(stale);
    expect(await words(`${agreement}?period=2026-Q3`)).not.toContain(stale);
    expect(await words(`${promise}?period=2026-Q3`)).not.toContain(stale);
  });

  it('says in words that nothing was promised, never read or opened', async () => {
    const bare = { ...support, desks: [], standings: [] };
    setting.stub.answers.support = bare;
    setting.stub.answers.agreement = (response) => ({
      ...response,
      statement: { ...response.statement, promises: [] },
    });
    expect(await words(address)).toContain('This agreement promises no support.');
    const [desk] = support.desks;
    const [standing] = support.standings;
    if (desk === undefined || standing === undefined) throw new Error('the fixture has both');
    setting.stub.answers.support = {
      ...bare,
      desks: [{ ...desk, syncedUntil: null, reconciledAt: null }],
      standings: [
        { ...standing, running: { clocks: [], more: 0 }, deleted: { clocks: [], more: 0 }, opinion: null },
      ],
    };
    const text = await words(address);
    expect(text).toContain('Never read');
    expect(text).toContain('Nothing waits for an answer that was promised.');
    expect(text).toContain('No ticket system says anything of clocks of its own');
    expect(text).not.toContain('Left uncounted');
  });
});

describe('a ticket', () => {
  it('is a page away from the promise that counts it', async () => {
    const page = await plain(
      '/agreements/northwind-lumen/objectives/partner-issues-severity-2-first-response?period=2026-Q3',
    );
    await page.locator('#tickets').getByRole('link', { name: '4755' }).click();
    expect(read(await page.innerText('h1'))).toMatch(/^Ticket 4755: first response late, /);
    const rows = (await page.locator('#ledger tbody tr').allInnerTexts()).map(read);
    expect(rows[5]).toBe(
      '20 Aug 2026, 00:49 Public reply Supplier It counts. A public reply by a human of the supplier. First response: late',
    );
    expect(rows.at(-1)).toContain('between 21 Aug 2026, 11:00 and 21 Aug 2026, 11:05');
    expect(await page.innerText('main')).toContain('no subject, text, name or address');
  });

  it('says when it left, and which ticket carries it on', async () => {
    const of = (ticket: string) => words(`/agreements/northwind-lumen/support/desk/${ticket}`);
    expect(await of('5071')).toContain('It left the desk on 10 Nov 2026, 13:00');
    expect(await of('5091')).toContain('It was merged into 5090, which carries it on.');
    expect(await of('5090')).toContain('It carries on 5091, merged into it.');
  });

  it('is a fault that says which desk does not know it', async () => {
    const text = await words(`/agreements/northwind-lumen/support/desk/${encodeURIComponent('a/b #1')}`);
    expect(text).toContain('No desk desk of northwind-lumen knows the ticket a/b #1');
  });
});

describe('a promise', () => {
  it('works the value out, names the outages and keeps the days behind the chart', async () => {
    const page = await plain(addresses.objective);
    const text = read(await page.innerText('main'));
    expect(text).toContain('If unmeasured is good: 9,997 / 10,020 99.770 %');
    expect(text).toContain('Allowed: 10.02 bad minutes. Used: 23, which is 12.98 too many.');
    expect(text).toContain('1 12 Aug 2026, 09:14 12 Aug 2026, 09:28 14');
    expect(text).toContain('The chart needs JavaScript');
    await page.getByText('Show the figures of each day').click();
    expect(read(await page.locator('#chart details').innerText())).toContain('12 Aug 480 0 466 14 0');
  });

  it('explains the value: terms, sentence, coverage, evidence, facts, exclusions and version', async () => {
    const page = await plain(addresses.objective);
    const why = read(await page.innerText('#why'));
    expect(why).toContain('Terms in force The agreement as signed');
    expect(why).toContain(
      'Missed: 99.770 % is not at least 99.9 %, even with every unmeasured minute counted as good.',
    );
    expect(why).toContain('Coverage: 99.96 % of the counted minutes were measured.');
    // Wilson of 23 bad in 10,016 measured.
    expect(why).toContain('the bad share lies between 0.1531 and 0.3444 %');
    expect(why).toContain('orders-api new-york 9,993 23 4');
    expect(why).toContain('Database upgrade do not count 60');
    expect(why).toContain('Worked out by Upheld 0.1.0');
  });

  it('gives the explanation as text without script', async () => {
    const page = await plain(addresses.objective);
    await page.getByText('Show as text').click();
    expect(await page.innerText('#why pre')).toContain('If unmeasured is good: 9997 / 10020');
    expect(await page.getByRole('button', { name: 'Copy as text' }).count()).toBe(0);
  });

  it('shows the parts of a period that an amendment cut, each under its own terms', async () => {
    const page = await plain('/agreements/northwind-lumen/objectives/catalog-uptime?period=2026-Q3');
    const parts = (await page.locator('#why section').allInnerTexts()).map(read);
    expect(parts[0]).toMatch(
      /^1 Aug 2026 to 16 Aug 2026 Met .*The agreement as signed Target at least 99\.5 %/,
    );
    expect(parts[1]).toMatch(
      /^17 Aug 2026 to 31 Aug 2026 Missed decides the period .*Amendment “Catalog three/,
    );
  });

  it('shows counted traffic: what was asked, hours that lack counts or are in no total, and every answer', async () => {
    const page = await plain('/agreements/northwind-lumen/objectives/gateway-latency?period=2026-Q3');
    const why = read(await page.innerText('#why'));
    expect(why).toContain('orders-gateway 168 2 4 2 2,016,000 80,640');
    expect(why).toContain('code!~"4..", le="0.2"}[1h]))');
    expect(why).toContain('2 Sep 2026, 10:00 to 13:00 orders-gateway the query found no series 3 hours');
    expect(why).toContain('15 Sep 2026, 09:00 to 10:00 orders-gateway partly excluded 12,000 480');
    expect(why).not.toContain('496741c0ffee');
    await page.getByText('Every hour of orders-gateway').click();
    const answer = page.getByText('496741c0ffee', { exact: true });
    expect(await answer.getAttribute('title')).toHaveLength(64);
    expect(read(await answer.locator('xpath=ancestor::tr').innerText())).toBe(
      '1 Sep 2026, 09:00 to 10:00 counted 12,000 480 496741c0ffee',
    );
  });

  it("shows other definitions of the same facts, the contract's own marked", async () => {
    const page = await plain(addresses.objective);
    const rows = (await page.locator('#definitions tbody tr').allInnerTexts()).map(read);
    expect(rows).toHaveLength(4);
    expect(rows[2]).toMatch(/^Share of minutes the contract's own .*99\.770 %/);
  });

  it('answers what would have been under other terms, by a form without script', async () => {
    const page = await plain(addresses.objective);
    await page.getByRole('link', { name: 'What if the terms had been others?' }).click();
    expect(read(await page.innerText('main'))).toContain('This changes nothing');
    await page.getByLabel('Target').fill('50%');
    await page.getByRole('button', { name: 'Judge again' }).click();
    expect(new URL(page.url()).searchParams.get('target')).toBe('50%');
    const rows = (await page.locator('main tbody tr').allInnerTexts()).map(read);
    expect(rows[1]).toBe('November 2026 so far Missed 99.746 % Met 99.746 % another verdict');
  });

  it('says beside the field what cannot be answered, and keeps what was written', async () => {
    const page = await plain('/agreements/northwind-lumen/objectives/uptime/what-if?target=999%25');
    const field = page.getByLabel('Target');
    expect(await field.inputValue()).toBe('999%');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.innerText('#target-fault')).toBe(
      'got "999%"; a target is between 0% and 100%, such as 99.9%',
    );
  });

  it('tells the chart in words to those who do not see it', async () => {
    const page = await plain(addresses.objective);
    const label = await page.getByRole('img').getAttribute('aria-label');
    expect(label).toMatch(/^In August 2026, 23 minutes were bad; 10\.02 are allowed\. 3 outages, /);
  });
});

describe('when something is wrong', () => {
  it('says that an agreement does not exist, and which ones do', async () => {
    const { page } = await setting.open('/agreements/nobody', { javaScriptEnabled: false });
    expect(await page.innerText('main')).toContain(
      'There is no agreement "nobody"; the agreements are: acme',
    );
    expect((await fetch(`${setting.dashboard.url}/agreements/nobody`)).status).toBe(404);
  });

  it('says that a period cannot be read', async () => {
    expect(await words('/agreements/northwind-lumen?period=q3')).toContain('a period, such as 2026-Q3');
  });

  it('says that a promise has no such part', async () => {
    const text = await words(`${addresses.objective}&part=2025-01`);
    expect(text).toContain('is not judged in what the address asks for');
  });

  it('answers an address without a page with one sentence', async () => {
    expect(await words('/nowhere')).toContain('There is no page at /nowhere.');
  });
});

describe('what leaves with every page', () => {
  it('lets nothing run or load but its own', async () => {
    const { headers } = await fetch(setting.dashboard.url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'nonce-");
    expect(policy).not.toContain('unsafe-inline');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
