// What the text of a clause leaves open. Only what it surely does: a warning that is wrong teaches people
// to pass over those that are right. So text that is not there, or only names a section, is never silent.

/** What a clause can leave open: how long it is judged over, which share it is about, what a word means. */
export type Silence = { period: boolean; share: boolean; vague: string[] };

/** Words that sound like a period and are none: opening hours, fees, a quarter of an hour. */
const noPeriods = [
  /\b(24|twenty-four)\s*(hours?|h)?\s*(a|per|\/|x)\s*(day|7)\b/gi,
  /\b(7|seven)\s*days?\s*(a|per)\s*week\b/gi,
  /\b(365|366)\s*days?(\s*(a|per|of the)\s*year)?\b/gi,
  /\b(day|days) of the (week|year)\b|\byear[- ]round\b|\bquarter of an? hour\b/gi,
  /\b(monthly|quarterly|annual|yearly)\s+(fees?|charges?|invoices?|subscriptions?|licen[cs]e|reviews?|reports?)\b/gi,
];

/** In the languages that contracts here are written in: English, German, French, Spanish, Italian, Dutch. */
const periods = [
  /\b(months?|monthly|quarters?|quarterly|years?|yearly|annual(ly)?|per annum|biannual(ly)?|rolling)\b/i,
  /\b(per|each|every|any|a|calendar|in one) (calendar )?(day|week|hour)\b|\b(daily|weekly|hourly)\b/i,
  /\b\d+[- ](day|week|hour)s? (period|window|interval)\b/i,
  /monat|quartal|jahr|jähr|\bmois\b|mensu|mensil|trimest|\bann[ée]e|annuel|anual|\baño|\banno\b|maand|kwartaal|\bjaar/i,
];

const shares = [
  /%|\bper ?cent|\bpercentiles?\b|\bquantiles?\b|\bp\d{2}\b|prozent|pour cent|por ciento|per cento|procent/i,
  /\b(all|every|each|any|no|none|never|always|maximum|at most|worst[- ]case|at all times|in every case)\b/i,
  /\b(alle[nrs]?|jede[nrs]?|stets|immer|höchstens|tou(te)?s|chaque|jamais|tod[oa]s|cada|siempre|tutt[ie]|ogni)\b/i,
];

/** `prompt` only of what people do: there are prompts of language models. */
const vague = new RegExp(
  `\\b(${[
    'regular(ly)?(?! (business|working|office|service|operating|maintenance|hours|expressions?))',
    'immediate(ly)?',
    'promptly|prompt(?=,? (\\w+ )?(answer|reply|repl|respon|notice|notif|help|support|assist|action|resol|remed|attention|update))',
    'timely|reasonabl[ey]|best[- ]efforts?|as soon as (possible|practicable)|without (undue )?delay',
    'periodic(ally)?|adequate(ly)?|sufficient(ly)?|typically|usually|normally|(where|if|whenever) possible',
  ].join('|')})\\b`,
  'gi',
);

/** What `text` leaves open. */
export function silenceOf(text: string): Silence {
  const plain = noPeriods.reduce((left, pattern) => left.replace(pattern, ' '), text);
  const words = [...text.matchAll(vague)].map(([word]) => word.toLowerCase());
  return {
    period: !periods.some((pattern) => pattern.test(plain)),
    share: !shares.some((pattern) => pattern.test(text)),
    vague: [...new Set(words)],
  };
}
